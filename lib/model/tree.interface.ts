import type { WaitKind } from './accounting.interface.js';
import type { SpanKind } from './execution.interface.js';

/**
 * A node of the wall-clock call tree. A node's `ms` is its own time plus its children's, and each instant is in exactly
 * one node. The tree has at most 2000 nodes; beyond that, the smallest children of one parent become one node, `(12
 * more)`.
 *
 * @example
 * // The longest path from the root down.
 * for (let node: TreeNode | undefined = alert.report.tree; node !== undefined; node = node.children[0])
 *   console.log(`${node.ms} ms  ${node.name}  ${node.location ?? ''}`);
 *
 * @publicApi
 */
export interface TreeNode {
  /**
   * The type of node.
   *
   * - `span`: a step of the execution; all calls from the same place are one node.
   * - `frame`: a function on the CPU, from the samples.
   * - `wait`: a wait for something.
   * - `gc`: pauses of the garbage collector.
   * - `blocked`: other work held the event loop.
   * - `starved`: the process had no processor.
   * - `client`: a wait for the client.
   * - `unexplained`: nothing is known.
   */
  readonly type: 'span' | 'frame' | 'wait' | 'gc' | 'blocked' | 'starved' | 'client' | 'unexplained';
  /**
   * The name of the span, function, wait or blocker, at most 200 characters. `(not sampled)` is code that ran between
   * two samples.
   */
  readonly name: string;
  /** Self time plus the time of all nodes below, in milliseconds. */
  readonly ms: number;
  /** Self time: the time in none of the children, in milliseconds. */
  readonly selfMs: number;
  /** The number of a span's calls, of waits, of pauses, or of the nodes in `(12 more)`. Absent for a function. */
  readonly count?: number;
  /** The kind of step, for a span. */
  readonly spanKind?: SpanKind;
  /** The kind of wait, for a wait. Absent for the sum `(12 more)`. */
  readonly on?: WaitKind;
  /**
   * File and line of a function: `src/orders.service.ts:42`, from the working directory or `node_modules` on, through
   * source maps where they exist. Absent for native code and Node's own.
   */
  readonly location?: string;
  /** The package of a library frame (`typeorm`, `node`); absent for the application's own code. */
  readonly library?: string;
  /** The calls and waits from here, longest first. */
  readonly children: readonly TreeNode[];
}
