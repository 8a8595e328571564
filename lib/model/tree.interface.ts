import type { SpanKind } from './execution.interface.js';

/**
 * A node of the wall-clock call tree. A node's `ms` is its own time and its children's; each instant is charged once.
 * The tree has at most 2000 nodes: the smallest of one parent are one node then, called `(12 more)`.
 *
 * @example
 * // The widest path from the root down.
 * for (let node: TreeNode | undefined = alert.report.tree; node !== undefined; node = node.children[0])
 *   console.log(`${node.ms} ms  ${node.name}  ${node.location ?? ''}`);
 *
 * @publicApi
 */
export interface TreeNode {
  /**
   * What it stands for.
   *
   * - `span`: a step of the execution; all calls from the same place are one node.
   * - `frame`: a function on the CPU, as the samples tell.
   * - `wait`: something that was waited for.
   * - `gc`: pauses of the garbage collector.
   * - `blocked`: others held the event loop.
   * - `client`: the client sent or took slowly.
   * - `unexplained`: nothing is known.
   */
  readonly type: 'span' | 'frame' | 'wait' | 'gc' | 'blocked' | 'client' | 'unexplained';
  /**
   * The span's or function's name, what was waited for, or who held the loop; at most 200 characters. `(not sampled)`
   * is code that ran between two samples.
   */
  readonly name: string;
  /** Own time and that of all nodes below. */
  readonly ms: number;
  /** Time not in any child. */
  readonly selfMs: number;
  /** Calls of a span; how many waits or pauses; of `(12 more)`, how many nodes. Absent for a function. */
  readonly count?: number;
  /** What kind of step it is, for a span. */
  readonly spanKind?: SpanKind;
  /**
   * File and line of a function: `src/orders.service.ts:42`, from the working directory on, or from `node_modules` on.
   * Through source maps, where there are any. Absent for native code and Node's own.
   */
  readonly location?: string;
  /** The package of a library frame (`typeorm`, `node`); absent for the application's own code. */
  readonly library?: string;
  /** What was called or waited for from here, largest first. */
  readonly children: readonly TreeNode[];
}
