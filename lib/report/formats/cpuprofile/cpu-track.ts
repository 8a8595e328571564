import type { Report } from '../../../model/report.interface.js';
import { Stepper } from '../../../platform/stepper.js';
import type { Steps } from '../../../platform/steps.js';
import { type CallTable, callTable } from '../time-order/call-table.js';
import { microseconds } from '../time-order/microseconds.js';
import { type Run, runsInOrder } from '../time-order/runs-in-order.js';
import { nodeName, placeOf, shownName } from '../time-order/shown-name.js';

/** Importers recognize V8's own nodes by these names, as children of the root. */
const ROOT = 1;
const IDLE = 2;
const COLLECTOR = 3;

/** A run has a sample at its start, and one in each of at least so many parts of the execution. */
const MAX_REPEATS = 5_000;
const MIN_INTERVAL = 1_000;

/** A node of V8's call tree. @internal */
export interface ProfileNode {
  readonly id: number;
  /** 0 for the root. */
  readonly parent: number;
  readonly callFrame: {
    readonly functionName: string;
    readonly scriptId: string;
    readonly url: string;
    /** From 0; -1 when it is unknown. */
    readonly lineNumber: number;
    readonly columnNumber: number;
  };
}

/**
 * The event loop's thread during the execution, as V8 writes its profiles.
 *
 * @internal
 */
export interface CpuTrack {
  /** A parent precedes its children. */
  readonly nodes: readonly ProfileNode[];
  /** The id of the node that runs from each sample to the next one. */
  readonly samples: readonly number[];
  /** Microseconds from the start of the execution, of each sample. */
  readonly times: readonly number[];
  /** Microseconds; 1 at least. */
  readonly duration: number;
}

/**
 * Functions stand below the spans that called them. Waits, the client and time without a processor are V8's `(idle)`:
 * importers would count them as work under any other name. Blocked intervals are a function of their own, because the
 * thread worked.
 *
 * @internal
 */
export function* cpuTrack(report: Report): Steps<CpuTrack> {
  const table = yield* callTable(report);
  const runs = yield* runsInOrder(report, table);
  const nodes = new NodeList();
  const used = yield* usedNodes(table, runs);
  for (const node of used) if (nodes.addFunction(table, node)) yield;
  const duration = Math.max(1, microseconds(report.execution.durationMs));
  const interval = Math.max(MIN_INTERVAL, Math.ceil(duration / MAX_REPEATS));
  const [samples, times]: [number[], number[]] = [[], []];
  const stepper = new Stepper();
  for (const run of runs) {
    const id = nodes.idOf(table, run);
    for (let at = run.start; at < run.end; at += interval) {
      samples.push(id);
      times.push(at);
      if (stepper.isDue()) yield;
    }
  }
  // The last sample has no width.
  samples.push(IDLE);
  times.push(duration);
  return { nodes: nodes.nodes, samples, times, duration };
}

/** The time of each sample after the one before, in microseconds. @internal */
export function* timeDeltas({ times }: CpuTrack): Generator<number, void> {
  let before = 0;
  for (const time of times) {
    yield time - before;
    before = time;
  }
}

/** The nodes that ran own code, with those above them, in the order of the table. */
function* usedNodes({ nodes, parents }: CallTable, runs: readonly Run[]): Steps<number[]> {
  const stepper = new Stepper();
  const isUsed = new Uint8Array(nodes.length);
  for (const { node, type } of runs) {
    if (type !== 'frame') continue;
    for (let at = node; at >= 0 && isUsed[at] === 0; at = parents[at] ?? -1) {
      isUsed[at] = 1;
      if (stepper.isDue()) yield;
    }
  }
  return [...nodes.keys()].filter(index => isUsed[index] === 1);
}

class NodeList {
  readonly nodes: ProfileNode[] = [];
  private readonly functions = new Map<number, number>();
  private readonly blockers = new Map<string, number>();
  private readonly stepper = new Stepper();

  constructor() {
    this.add(0, '(root)');
    this.add(ROOT, '(idle)');
    this.add(ROOT, '(garbage collector)');
  }

  /** @returns true when a pause is due */
  addFunction({ nodes, parents }: CallTable, index: number): boolean {
    const node = nodes[index];
    if (node === undefined) return false;
    const { file, line } = placeOf(node);
    const parent = this.functions.get(parents[index] ?? -1) ?? ROOT;
    this.functions.set(index, this.add(parent, nodeName(node), file, line - 1));
    return this.stepper.isDue();
  }

  idOf({ nodes }: CallTable, { node, type }: Run): number {
    if (type === 'frame') return this.functions.get(node) ?? ROOT;
    if (type === 'gc') return COLLECTOR;
    if (type !== 'blocked') return IDLE;
    const name = shownName(`(event loop blocked by ${node === 0 ? 'other work' : (nodes[node]?.name ?? '')})`);
    const id = this.blockers.get(name) ?? this.add(ROOT, name);
    this.blockers.set(name, id);
    return id;
  }

  private add(parent: number, functionName: string, url = '', lineNumber = -1): number {
    const id = this.nodes.length + 1;
    this.nodes.push({ id, parent, callFrame: { functionName, scriptId: '0', url, lineNumber, columnNumber: -1 } });
    return id;
  }
}
