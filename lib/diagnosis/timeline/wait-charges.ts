import type { WaitKind } from '../../model/report.interface.js';
import type { RecordedOperation, Recording } from '../../recorder/recording.interface.js';
import type { Gap } from './gap.interface.js';
import type { OpenSpans } from './open-spans.js';
import { type Phases, PhaseType } from './phases.js';
import { PoolWaits } from './pool-waits.js';
import { WaitTable } from './wait-table.js';

const REQUEST_BODY = 0;
const RESPONSE = 1;

/**
 * Charges the time of a gap to the target of its wait, and to the span that waited.
 *
 * @internal
 */
export class WaitCharges {
  private readonly waits: WaitTable;
  private readonly pools: PoolWaits;

  constructor(
    private readonly recording: Recording,
    private readonly phases: Phases,
    private readonly open: OpenSpans,
  ) {
    this.waits = new WaitTable(phases.waits);
    this.pools = new PoolWaits(recording);
  }

  /** A part of a gap outside blocked intervals. */
  charge(from: number, to: number, gap: Gap): void {
    const ended = this.recording.outputHandedOverAt ?? Infinity;
    if (from < ended) this.chargeQueue(from, Math.min(to, ended), gap);
    if (to > ended) this.phases.push(Math.max(from, ended), to, PhaseType.client, 0, RESPONSE, gap.number);
  }

  /** The time in the queue of a pool is the pool's, and only the rest is the target's. */
  private chargeQueue(from: number, to: number, gap: Gap): void {
    const queue = this.pools.within(from, to, gap);
    if (queue === undefined) return this.chargeTarget(from, to, gap);
    const { start, end, operation } = queue;
    const { [operation]: wait } = this.recording.operations;
    if (start > from) this.chargeTarget(from, start, gap);
    if (wait !== undefined) this.coverOperation(start, end, wait.span, { ...gap, operation }, wait);
    if (end < to) this.chargeTarget(end, to, gap);
  }

  private chargeTarget(from: number, to: number, gap: Gap): void {
    const { next, index, waiter } = gap;
    const { awaitsInput, inputReceivedAt, operations, spans, ending, slices } = this.recording;
    const inputMissing = awaitsInput && gap.moment < (inputReceivedAt ?? Infinity);
    const cause = next?.cause;
    const operation = operations[gap.operation];
    if (operation !== undefined) {
      // The operation's connection may wake the execution in the context of another span.
      const isOpen = (spans[operation.span]?.end ?? 0) >= to;
      this.coverOperation(from, to, isOpen || next === undefined ? operation.span : waiter, gap, operation);
    } else if (cause === undefined || next === undefined) {
      // The time before the first slice is unknown: older slices may have been overwritten.
      const span = index === 0 && next !== undefined ? 0 : this.open.innermostAt((from + to) / 2);
      if (span > 0) this.coverWait(from, to, span, gap, 'await', this.nameOf(span));
      else if (next === undefined && awaitsInput && inputReceivedAt === undefined) {
        this.phases.push(from, to, PhaseType.client, 0, REQUEST_BODY, gap.number);
      } else if (next === undefined && ending?.isAborted === true && (ending.isStuck !== true || slices.length > 0))
        this.coverWait(from, to, 0, gap, 'await', this.nameOf(0));
      else this.phases.push(from, to, PhaseType.unexplained, 0, 0, gap.number);
    } else if (index === 0) {
      this.phases.push(from, to, PhaseType.unexplained, 0, 0, gap.number);
    } else if (cause.on === 'client') {
      this.phases.push(from, to, PhaseType.client, waiter, inputMissing ? REQUEST_BODY : RESPONSE, gap.number);
    } else if (cause.on === 'other') {
      const span = waiter || this.open.innermostAt((from + to) / 2);
      if (span > 0) this.coverWait(from, to, span, gap, 'await', this.nameOf(span));
      else this.coverWait(from, to, 0, gap, 'other', cause.label);
    } else this.coverWait(from, to, waiter, gap, cause.on, cause.label);
  }

  private coverOperation(from: number, to: number, span: number, gap: Gap, operation: RecordedOperation): void {
    const { on, label, calls } = operation;
    const wait = this.waits.of(on, label, operation);
    // An operation counts once, however often it woke the execution. A sum counts once for each gap.
    const origin = calls > 1 ? gap.number : -2 - gap.operation;
    this.phases.push(from, to, PhaseType.waiting, span, wait, origin);
  }

  private coverWait(from: number, to: number, span: number, gap: Gap, on: WaitKind, label: string): void {
    this.phases.push(from, to, PhaseType.waiting, span, this.waits.of(on, label), gap.number);
  }

  private nameOf(span: number): string {
    return this.recording.spans[span]?.name ?? this.recording.name;
  }
}
