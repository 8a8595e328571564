import type { TreeNode } from '../../model/report.interface.js';
import type { Steps } from '../diagnosis.interface.js';
import { markLargest } from '../largest.js';
import { Stepper } from '../../platform/stepper.js';
import type { NodeAppearance } from './node-table.js';

/** Nodes of the finished tree, `(N more)` included. */
const MAX_NODES = 2_000;
/** Time below these nodes is charged to them. This bounds memory and time for any number of samples. */
const MAX_DRAFT_NODES = 50_000;
/** More than any id: a parent and an id make one key, small enough for an exact integer. */
const KEY_STRIDE = 2 ** 22;

type Unfinished<T> = { -readonly [Key in keyof T]: T[Key] };
interface BuiltNode extends Unfinished<Omit<TreeNode, 'children'>> {
  children: BuiltNode[];
}

/**
 * The unfinished call tree, in columns: most of its nodes are too small to be shown and need no object. Parents come
 * before their children, so each pass is a plain loop.
 *
 * @internal
 */
export class TreeDraft {
  private readonly parents: number[] = [];
  private readonly ids: number[] = [];
  private readonly selfMs: number[] = [];
  private readonly counts: number[] = [];
  private readonly known = new Map<number, number>();

  /** @param appearanceOf called for the ids of the shown nodes only */
  constructor(private readonly appearanceOf: (id: number) => NodeAppearance) {}

  /**
   * Finds or adds the child of `parent` with this id.
   *
   * @param parent -1 for the root
   * @param id any integer from 0 up to four million
   */
  child(parent: number, id: number): number {
    const key = (parent + 1) * KEY_STRIDE + id;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    if (this.parents.length >= MAX_DRAFT_NODES) return parent;
    const index = this.parents.push(parent) - 1;
    this.ids.push(id);
    this.selfMs.push(0);
    this.counts.push(0);
    this.known.set(key, index);
    return index;
  }

  add(index: number, selfMs: number, count = 0): void {
    this.selfMs[index] = (this.selfMs[index] ?? 0) + selfMs;
    this.counts[index] = (this.counts[index] ?? 0) + count;
  }

  /** The tree with at most 2 000 nodes. The smallest siblings are merged into one node named `(N more)`. */
  *finish(): Steps<TreeNode> {
    const sizes = new Float64Array(this.selfMs);
    for (let index = sizes.length - 1; index > 0; index--) {
      const parent = this.parents[index] ?? 0;
      sizes[parent] = (sizes[parent] ?? 0) + (sizes[index] ?? 0);
    }
    yield;
    const kept = yield* this.keep(sizes);
    yield;
    return yield* this.build(sizes, kept);
  }

  /** Marks the nodes to keep. A parent is at least as large as its children and comes before them, so it is kept, too. */
  private *keep(sizes: Float64Array): Steps<Uint8Array> {
    let marks = yield* markLargest(sizes, MAX_NODES);
    // The merged nodes need room, too. Half is always enough: each kept node has one of them at most.
    for (const share of [0.9, 0.75, 0.5]) {
      if (this.sizeOf(marks) <= MAX_NODES) break;
      yield;
      marks = yield* markLargest(sizes, MAX_NODES * share);
    }
    return marks;
  }

  private sizeOf(marks: Uint8Array): number {
    const summed = new Set<number>();
    let size = 0;
    for (let index = 0; index < this.parents.length; index++) {
      const parent = this.parents[index] ?? -1;
      if (marks[index] === 1) size++;
      else if (marks[parent] === 1) summed.add(parent);
    }
    return size + summed.size;
  }

  private *build(sizes: Float64Array, kept: Uint8Array): Steps<TreeNode> {
    const stepper = new Stepper();
    const root: BuiltNode = { type: 'span', name: '', ms: 0, selfMs: 0, children: [] };
    const built: (BuiltNode | undefined)[] = [];
    const sums = new Map<BuiltNode, BuiltNode>();
    for (let index = 0; index < sizes.length; index++) {
      const ms = sizes[index] ?? 0;
      const parent = built[this.parents[index] ?? -1];
      const isKept = kept[index] === 1;
      built.push(isKept ? this.node(index, ms, index === 0 ? root : undefined) : undefined);
      if (isKept) parent?.children.push(built[index] ?? root);
      else if (parent !== undefined) this.sumUp(sums, parent, index, ms);
      if (stepper.isDue()) yield;
    }
    for (const [parent, sum] of sums) parent.children.push(sum);
    for (const node of built) {
      if (stepper.isDue()) yield;
      node?.children.sort((a, b) => b.ms - a.ms);
    }
    return root;
  }

  private sumUp(sums: Map<BuiltNode, BuiltNode>, parent: BuiltNode, index: number, ms: number): void {
    let sum = sums.get(parent);
    if (sum === undefined) {
      const { type } = this.appearanceOf(this.ids[index] ?? 0);
      sum = { type, name: '', ms: 0, selfMs: 0, count: 0, children: [] };
      sums.set(parent, sum);
    }
    sum.ms += ms;
    sum.selfMs += ms;
    sum.count = (sum.count ?? 0) + 1;
    sum.name = `(${sum.count} more)`;
  }

  private node(index: number, ms: number, into: BuiltNode | undefined): BuiltNode {
    const { type, name, spanKind, on, location, library } = this.appearanceOf(this.ids[index] ?? 0);
    const count = this.counts[index] ?? 0;
    return Object.assign(into ?? {}, {
      type,
      name,
      ms,
      selfMs: this.selfMs[index] ?? 0,
      ...(count > 0 && { count }),
      ...(spanKind !== undefined && { spanKind }),
      ...(on !== undefined && { on }),
      ...(location !== undefined && { location }),
      ...(library !== undefined && { library }),
      children: [],
    });
  }
}
