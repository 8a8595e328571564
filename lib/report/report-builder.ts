import type { Diagnosis } from '../diagnosis/diagnosis.interface.js';
import type { FinishedExecution, TransportFacts } from '../model/finished-execution.interface.js';
import { VERSION } from '../platform/version.js';
import type { Recording } from '../recorder/recording.interface.js';
import type { Report, ReportExecution, ReportOperation, Timeline, Verdict } from '../model/report.interface.js';
import { roundAccounting, roundMs, roundTree } from './rounding.js';
import type { Steps } from '../platform/steps.js';

/** The parts of a report. @internal */
export interface ReportInput {
  readonly id: string;
  readonly execution: FinishedExecution;
  /** The execution that it began in, with its name not yet redacted. */
  readonly linkedTo?: ReportExecution['linkedTo'];
  readonly startedAt: Date;
  /** The transport's facts, redacted already. */
  readonly described?: TransportFacts;
  readonly diagnosis: Diagnosis;
  readonly recording: Pick<Recording, 'samplingIntervalMs' | 'degraded'>;
  readonly runtime: Report['runtime'];
  /** The monitor's own share of the process's CPU time, 0 to 1. */
  readonly overhead: number;
}

/**
 * Builds the report, in steps. Durations are rounded to a thousandth of a millisecond, and parts still add up to their
 * sums.
 *
 * @internal
 */
export function* buildReport(input: ReportInput): Steps<Report> {
  const { diagnosis, recording } = input;
  const tree = yield* roundTree(diagnosis.tree);
  yield;
  const timeline = yield* roundTimeline(diagnosis.timeline);
  return {
    schemaVersion: 1,
    id: input.id,
    tool: { name: 'nestjs-performance-monitor', version: VERSION },
    execution: describeExecution(input),
    verdict: roundVerdict(diagnosis.verdict),
    findings: diagnosis.findings.map(roundVerdict),
    accounting: roundAccounting(diagnosis.accounting),
    tree,
    timeline,
    operations: diagnosis.operations.map(roundOperation),
    runtime: input.runtime,
    monitor: {
      overhead: roundShare(input.overhead),
      samples: diagnosis.samples,
      samplingIntervalMs: recording.samplingIntervalMs,
      degraded: recording.degraded,
    },
  };
}

function describeExecution(input: ReportInput): ReportExecution {
  const { execution, linkedTo, startedAt, described, diagnosis } = input;
  const { endedBy } = diagnosis;
  const { kind, name, handler, durationMs, thresholdMs, outcome, level, stuck, queued } = execution;
  return {
    kind,
    name,
    ...(handler !== undefined && { handler }),
    startedAt: startedAt.toISOString(),
    durationMs: roundMs(durationMs),
    thresholdMs,
    outcome,
    ...(endedBy !== undefined && { endedBy }),
    ...(stuck !== undefined && { stuck }),
    ...(linkedTo !== undefined && { linkedTo }),
    ...(level !== undefined && { level }),
    ...(queued !== undefined && { queueThresholdMs: queued.thresholdMs }),
    ...described,
  };
}

function roundVerdict(verdict: Verdict): Verdict {
  const holders = verdict.holders?.map(holder => ({ ...holder, ms: roundMs(holder.ms) }));
  return {
    ...verdict,
    ms: roundMs(verdict.ms),
    // A text rounds the share once more. With few decimals, it could differ from the same share in the headline.
    share: Math.round(verdict.share * 1_000_000) / 1_000_000,
    ...(holders !== undefined && { holders }),
  };
}

function roundOperation(operation: ReportOperation): ReportOperation {
  const { totalMs, maxMs, queuedMs } = operation;
  return { ...operation, totalMs: roundMs(totalMs), maxMs: roundMs(maxMs), queuedMs: roundMs(queuedMs) };
}

function* roundTimeline({ spans, spansDropped, loop, waits }: Timeline): Steps<Timeline> {
  const shown = spans.map(span => ({ ...roundTimes(span), totalMs: roundMs(span.totalMs) }));
  yield;
  const shownLoop = loop.map(roundInterval);
  yield;
  const shownWaits = waits.map(roundInterval);
  yield;
  return { spans: shown, spansDropped, loop: shownLoop, waits: shownWaits };
}

function roundInterval<T extends Timeline['loop'][number] | Timeline['waits'][number]>(entry: T): T {
  const { joined } = entry;
  const rounded = roundTimes(entry);
  if (joined === undefined) return rounded;
  return { ...rounded, joined: { ...joined, fromMs: roundMs(joined.fromMs), toMs: roundMs(joined.toMs) } };
}

function roundTimes<T extends { readonly startMs: number; readonly endMs: number }>(entry: T): T {
  return { ...entry, startMs: roundMs(entry.startMs), endMs: roundMs(entry.endMs) };
}

function roundShare(share: number): number {
  return Math.round(share * 10_000) / 10_000;
}
