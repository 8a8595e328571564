import type { CpuProfile, CpuProfileNode } from '../sampling/cpu-profile.interface.js';
import type { OpenBlock } from './block-collector.js';
import type { Sample, Slices, StackNode } from '../recording.interface.js';
import { Stepper } from '../../platform/stepper.js';
import type { Steps } from '../../platform/steps.js';

/** V8's own nodes, which are no functions. GC pauses come from the GC log. */
const IGNORED = new Set(['(root)', '(idle)', '(garbage collector)']);
/** Call-tree nodes of one recording. Samples of further ones count for their callers. */
export const MAX_FRAMES = 20_000;

/**
 * Assigns each CPU sample to the slice or blocked interval in which it was taken, and collects its call-tree nodes. Fed
 * with the profiles in order of time.
 *
 * @internal
 */
export class SampleReader {
  readonly samples: Sample[] = [];
  readonly frames: StackNode[] = [];
  private readonly indexByKey = new Map<string, number>();
  /** Own samples of each frame: all, and those on lines before the function. */
  private readonly ticks: number[] = [];
  private readonly ticksBefore: number[] = [];
  private slice = 0;
  private block = 0;

  constructor(
    private readonly slices: Slices,
    private readonly blocks: readonly OpenBlock[],
    /** `performance.now()` at V8's time 0. */
    private readonly clockOffsetMs: number,
  ) {}

  /** Can be interrupted: a profile of a large application has tens of thousands of nodes. */
  *read(profile: CpuProfile): Steps<void> {
    const stepper = new Stepper();
    const { samples = [], timeDeltas = [] } = profile;
    const tree = yield* readTree(profile);
    yield;
    let us = profile.startTime;
    for (let i = 0; i < samples.length; i++) {
      us += timeDeltas[i] ?? 0;
      const node = samples[i];
      const work = node === undefined ? 1 : 1 + this.place(us / 1_000 + this.clockOffsetMs, node, tree);
      if (stepper.isDue(work)) yield;
    }
  }

  /** Marks the frames whose samples are those of inlined functions. Call it after the last profile. */
  finish(): void {
    for (const [index, frame] of this.frames.entries()) {
      if (2 * (this.ticksBefore[index] ?? 0) > (this.ticks[index] ?? 0))
        this.frames[index] = { ...frame, hasInlined: true };
    }
  }

  /** Returns the number of slices and frames that it visited. */
  private place(at: number, node: number, tree: ProfileTree): number {
    const before = this.slice;
    while (this.slice < this.slices.length && (this.slices.at(this.slice)?.end ?? 0) <= at) this.slice += 1;
    while (this.block < this.blocks.length && (this.blocks[this.block]?.end ?? 0) <= at) this.block += 1;
    const slice = this.slices.at(this.slice);
    const block = this.blocks[this.block];
    const inSlice = slice !== undefined && slice.start <= at;
    const inBlock = block !== undefined && block.start <= at;
    const passed = this.slice - before;
    if (!inSlice && !inBlock) return passed;
    const path = unknownCallers(node, tree);
    const work = passed + path.length;
    const stack = this.frameOf(node, path, tree);
    if (stack < 0) return work;
    if (inSlice) this.samples.push({ at, span: slice.span, stack });
    else block?.stacks.push(stack);
    return work;
  }

  /**
   * Index of a node in `frames`, after its callers; -1 for V8's own.
   *
   * @param path the node and its callers without a frame so far, from the node up
   */
  private frameOf(id: number, path: CpuProfileNode[], tree: ProfileTree): number {
    const top = path.at(-1);
    let frame = tree.frames.get(top === undefined ? id : (tree.parents.get(top.id) ?? 0)) ?? -1;
    for (let node = path.pop(); node !== undefined; node = path.pop()) {
      frame = this.intern(node, frame);
      this.countLines(node, frame);
      tree.frames.set(node.id, frame);
    }
    return frame;
  }

  private intern({ callFrame }: CpuProfileNode, parent: number): number {
    const { functionName, scriptId, url, lineNumber, columnNumber } = callFrame;
    const key = `${parent} ${scriptId}:${lineNumber}:${columnNumber} ${functionName}`;
    const known = this.indexByKey.get(key);
    if (known !== undefined) return known;
    if (this.frames.length >= MAX_FRAMES) return parent;
    const index = this.frames.length;
    this.frames.push({ parent, name: functionName, url, line: lineNumber + 1, column: columnNumber + 1 });
    this.indexByKey.set(key, index);
    return index;
  }

  private countLines({ callFrame, positionTicks = [] }: CpuProfileNode, frame: number): void {
    for (const { line, ticks } of positionTicks) {
      this.ticks[frame] = (this.ticks[frame] ?? 0) + ticks;
      if (line <= callFrame.lineNumber) this.ticksBefore[frame] = (this.ticksBefore[frame] ?? 0) + ticks;
    }
  }
}

/** A profile's nodes by id. V8 lists the children; stacks are read from the leaf up. */
interface ProfileTree {
  readonly nodes: Map<number, CpuProfileNode>;
  readonly parents: Map<number, number>;
  /** Index in the recording's frames, for nodes of samples. */
  readonly frames: Map<number, number>;
}

function* readTree(profile: CpuProfile): Steps<ProfileTree> {
  const stepper = new Stepper();
  const tree: ProfileTree = { nodes: new Map(), parents: new Map(), frames: new Map() };
  for (const node of profile.nodes) {
    tree.nodes.set(node.id, node);
    for (const child of node.children ?? []) tree.parents.set(child, node.id);
    if (stepper.isDue()) yield;
  }
  return tree;
}

function unknownCallers(id: number, { nodes, parents, frames }: ProfileTree): CpuProfileNode[] {
  const path: CpuProfileNode[] = [];
  for (let at = id; !frames.has(at); at = parents.get(at) ?? 0) {
    const node = nodes.get(at);
    if (node === undefined || IGNORED.has(node.callFrame.functionName)) break;
    path.push(node);
  }
  return path;
}
