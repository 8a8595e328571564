import type { CpuProfile, CpuProfileNode } from './cpu-profile.interface.js';
import type { OpenBlock } from './recording-cutter.js';
import type { Sample, Slice, StackNode } from './recording.interface.js';

/** V8's own nodes that are no function of anybody. The collector's pauses come from the GC log. */
const IGNORED = new Set(['(root)', '(idle)', '(garbage collector)']);
/** Call-tree nodes that one recording may hold; the samples of further ones count for their callers. */
const MAX_FRAMES = 20_000;

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
    private readonly slices: readonly Slice[],
    private readonly blocks: readonly OpenBlock[],
    /** Milliseconds of `performance.now()` at V8's time 0. */
    private readonly clockOffsetMs: number,
  ) {}

  read(profile: CpuProfile): void {
    const { samples = [], timeDeltas = [] } = profile;
    const tree = new ProfileTree(profile);
    let us = profile.startTime;
    for (let i = 0; i < samples.length; i++) {
      us += timeDeltas[i] ?? 0;
      const node = samples[i];
      if (node !== undefined) this.place(us / 1_000 + this.clockOffsetMs, node, tree);
    }
  }

  private place(at: number, node: number, tree: ProfileTree): void {
    while (this.slice < this.slices.length && (this.slices[this.slice]?.end ?? 0) <= at) this.slice += 1;
    while (this.block < this.blocks.length && (this.blocks[this.block]?.end ?? 0) <= at) this.block += 1;
    const slice = this.slices[this.slice];
    const block = this.blocks[this.block];
    const inSlice = slice !== undefined && slice.start <= at;
    const inBlock = block !== undefined && block.start <= at;
    if (!inSlice && !inBlock) return;
    const stack = this.frameOf(node, tree);
    if (stack < 0) return;
    if (inSlice) this.samples.push({ at, span: slice.span, stack });
    else block?.stacks.push(stack);
  }

  /** Index in `frames` of a node, its callers before it; -1 for V8's own. */
  private frameOf(id: number, tree: ProfileTree): number {
    const known = tree.frames.get(id);
    if (known !== undefined) return known;
    const node = tree.nodes.get(id);
    if (node === undefined || IGNORED.has(node.callFrame.functionName)) return -1;
    const parent = this.frameOf(tree.parents.get(id) ?? 0, tree);
    const { functionName, scriptId, url, lineNumber, columnNumber } = node.callFrame;
    const key = `${parent} ${scriptId}:${lineNumber}:${columnNumber} ${functionName}`;
    let index = this.indexByKey.get(key);
    if (index === undefined) {
      if (this.frames.length >= MAX_FRAMES) return parent;
      index = this.frames.length;
      this.frames.push({ parent, name: functionName, url, line: lineNumber + 1, column: columnNumber + 1 });
      this.indexByKey.set(key, index);
    }
    tree.frames.set(id, index);
    return index;
  }
}

/** A profile's nodes by id. V8 lists children, a stack is read from its leaf up. */
class ProfileTree {
  readonly nodes = new Map<number, CpuProfileNode>();
  readonly parents = new Map<number, number>();
  readonly frames = new Map<number, number>();

  constructor(profile: CpuProfile) {
    for (const node of profile.nodes) {
      this.nodes.set(node.id, node);
      for (const child of node.children ?? []) this.parents.set(child, node.id);
    }
  }
}
