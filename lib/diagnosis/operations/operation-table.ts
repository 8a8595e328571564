import type { ReportOperation } from '../../model/operation.interface.js';
import { THREAD_POOL } from '../../model/thread-pool.js';
import { Stepper } from '../../platform/stepper.js';
import type { RecordedOperation, Recording } from '../../recorder/recording.interface.js';
import type { Steps } from '../diagnosis.interface.js';
import { showName } from '../frames/names.js';
import type { SpanGroups } from '../span-groups.js';
import type { Wait } from '../timeline/phases.js';
import { concurrencyOf } from './concurrency.js';

/** Entries in a report. Shorter operations are omitted. */
const MAX_ROWS = 200;
const MAX_SPANS = 10;

/**
 * The operations of an execution by what they did, and by the spans that began them.
 *
 * @internal
 */
export class OperationTable {
  private constructor(
    /** Largest first. */
    readonly rows: readonly ReportOperation[],
    private readonly byGroup: ReadonlyMap<string, number[]>,
  ) {}

  static *of({ operations }: Recording, { groupOf, groups }: SpanGroups): Steps<OperationTable> {
    const stepper = new Stepper();
    const byLabel = new Map<string, RecordedOperation[]>();
    const byGroup = new Map<string, number[]>();
    for (const [index, operation] of operations.entries()) {
      if (stepper.isDue()) yield;
      const { on, system, label, peer, span } = operation;
      // A thread of this process is no request to something outside it.
      if (label !== THREAD_POOL) add(byLabel, `${on} ${system} ${peer} ${label}`, operation);
      add(byGroup, groupKey(groupOf[span] ?? 0, on, showName(label)), index);
    }
    const rows: ReportOperation[] = [];
    const nameOf = ({ span }: RecordedOperation): string => groups[groupOf[span] ?? 0]?.name ?? '';
    for (const equal of byLabel.values()) {
      rows.push(rowOf(equal, nameOf));
      if (stepper.isDue(equal.length)) yield;
    }
    rows.sort((a, b) => b.totalMs - a.totalMs);
    return new OperationTable(rows.slice(0, MAX_ROWS), byGroup);
  }

  /** The operations that a group of spans began, as indices in the recording. */
  ofWait(group: number, { on, label }: Wait): readonly number[] {
    return this.byGroup.get(groupKey(group, on, label)) ?? [];
  }
}

function rowOf(equal: readonly RecordedOperation[], nameOf: (operation: RecordedOperation) => string): ReportOperation {
  const [{ on, system, label, peer } = { on: 'other', system: '', label: '', peer: '' } as const] = equal;
  const spans = new Map<string, number>();
  for (const operation of equal) spans.set(nameOf(operation), (spans.get(nameOf(operation)) ?? 0) + operation.calls);
  return {
    on,
    system,
    label: showName(label),
    peer: showName(peer),
    calls: sum(equal, ({ calls }) => calls),
    totalMs: sum(equal, ({ totalMs }) => totalMs),
    maxMs: equal.reduce((most, { maxMs }) => Math.max(most, maxMs), 0),
    queuedMs: sum(equal, ({ queuedMs }) => queuedMs),
    failed: sum(equal, ({ failed }) => failed),
    concurrency: concurrencyOf(equal),
    spans: [...spans]
      .sort((a, b) => b[1] - a[1])
      .slice(0, MAX_SPANS)
      .map(([name]) => name),
  };
}

function groupKey(group: number, on: string, label: string): string {
  return `${group} ${on} ${label}`;
}

function add<T>(map: Map<string, T[]>, key: string, value: T): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [value]);
  else known.push(value);
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}
