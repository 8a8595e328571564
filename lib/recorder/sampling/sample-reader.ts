import type { CpuProfile, CpuProfileNode } from './cpu-profile.interface.js';
import type { OpenBlock } from '../cutting/recording-cutter.js';
import type { Sample, Slices, StackNode } from '../recording.interface.js';
import { Stepper } from '../../platform/stepper.js';

/** V8's own nodes that are no function of anybody. The collector's pauses come from the GC log. */
const IGNORED = new Set(['(root)', '(idle)', '(garbage collector)']);
/** Call-tree nodes that one recording may hold; the samples of further ones count for their callers. */
export const MAX_FRAMES = 20_000;

/**
 * Hands each CPU sample to the slice or the blocked stretch in which it was taken, and collects the call-tree nodes that
 * are needed. Fed with the profiles in order of time.
 *
 * @internal
 */
export class SampleReader {
  readonly samples: Sample[] = [];
  readonly frames: StackNode[] = [];
  private readonly indexByKey = new Map<string, number>();
  private slice = 0;
  private block = 0;

  constructor(
    private readonly slices: Slices,
    private readonly blocks: readonly OpenBlock[],
    /** Milliseconds of `performance.now()` at V8's time 0. */
    private readonly clockOffsetMs: number,
  ) {}

  /** Can be interrupted: a profile of a large application has tens of thousands of nodes. */
  *read(profile: CpuProfile): Generator<void, void> {
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

  /** Returns how many slices and frames it came by. */
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
   * Index in `frames` of a node, its callers before it; -1 for V8's own.
   *
   * @param path the node and those of its callers that are not known yet, from the node up
   */
  private frameOf(id: number, path: CpuProfileNode[], tree: ProfileTree): number {
    const top = path.at(-1);
    let frame = tree.frames.get(top === undefined ? id : (tree.parents.get(top.id) ?? 0)) ?? -1;
    for (let node = path.pop(); node !== undefined; node = path.pop()) {
      frame = this.intern(node, frame);
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
}

/** A profile's nodes by id. V8 lists children, a stack is read from its leaf up. */
interface ProfileTree {
  readonly nodes: Map<number, CpuProfileNode>;
  readonly parents: Map<number, number>;
  /** For the nodes that samples needed, their index in the recording's frames. */
  readonly frames: Map<number, number>;
}

function* readTree(profile: CpuProfile): Generator<void, ProfileTree> {
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
