import { threadPoolSize } from '../../platform/thread-pool-size.js';
import type { Execution } from '../../tracing/execution.js';
import { withEntriesOfOrigin } from './entries-of-origin.js';
import { recordOperations } from './recorded-operations.js';
import { recordSpans } from './recorded-spans.js';
import type { NameLookup } from './block-collector.js';
import { RecordingCutter } from './recording-cutter.js';
import type { Recording } from '../recording.interface.js';
import { SampleReader } from './sample-reader.js';
import { findReplyPieces } from './reply-pieces.js';
import type { Segment } from '../log/segment.js';
import { SpanPlaces } from './span-places.js';
import { threadPoolWaits } from './thread-pool-waits.js';
import type { WakeCauses } from '../attribution/wake-cause.js';
import { findStarvation, type StarvationContext } from './starved-intervals.js';
import type { Steps } from '../../platform/steps.js';

/** The recorder adds the rest. */
type Cut = Omit<Recording, 'gcPauses' | 'samplingIntervalMs' | 'degraded'> & Unproven;

/** Time that may have lacked a processor, in milliseconds. It is in no part of the recording. */
interface Unproven {
  readonly unknownMs: number;
  readonly unplacedMs: number;
}

/** @internal */
export interface CutContext extends StarvationContext {
  /** `undefined` when the recorder was stopped before the cut. */
  readonly causes: WakeCauses | undefined;
  readonly nameOf: NameLookup;
  /** By default that of the process. */
  readonly threadPoolSize?: number;
}

/**
 * Cuts one execution's recording out of the recorder's data. Can be interrupted.
 *
 * @internal
 */
export function* cutRecording(execution: Execution, log: readonly Segment[], context: CutContext): Steps<Cut> {
  const { causes, nameOf, threadPoolSize: size = threadPoolSize() } = context;
  const segments = yield* withEntriesOfOrigin(log, execution);
  const places = new SpanPlaces(execution.spans);
  const pieces = yield* findReplyPieces(segments, execution.end);
  const { intervals, delayShares, unknownMs, unplacedMs, cpuLimit } = yield* findStarvation(
    segments,
    execution,
    context,
  );
  const cutter = causes && new RecordingCutter(execution, causes, nameOf, places, pieces, intervals);
  for (const [index, segment] of segments.entries()) {
    cutter?.startSegment(delayShares[index] ?? 0);
    for (const chunk of segment.chunks) {
      if (cutter !== undefined) yield* cutter.read(chunk);
      yield;
    }
    cutter?.endSegment(segment.end);
  }
  if (cutter !== undefined) yield* cutter.finish();
  yield;
  const { slices = [], blocks = [] } = cutter ?? {};
  const reader = new SampleReader(slices, blocks, context.clockOffsetMs);
  for (const profile of segments.flatMap(segment => segment.profiles)) {
    yield* reader.read(profile);
    yield;
  }
  reader.finish();
  const { kind, name, start, end, spansDropped, awaitsInput, inputReceivedAt, outputHandedOverAt, outcome } = execution;
  const ending = execution.ending ?? (outcome === 'error' ? {} : undefined);
  const { samples, frames } = reader;
  const spans = yield* recordSpans(execution, places, cutter?.slices);
  const operations = yield* recordOperations(execution, places);
  const queued =
    causes &&
    cutter &&
    (yield* threadPoolWaits(execution, cutter.slices, { jobs: causes.jobs, threadPoolSize: size, nameOf }));
  return {
    kind,
    name,
    start,
    end,
    spans,
    spansDropped,
    operations: queued === undefined || queued.length === 0 ? operations : [...operations, ...queued],
    slices,
    blocks,
    starved: intervals,
    ...(cpuLimit !== undefined && { cpuLimit }),
    unknownMs,
    unplacedMs,
    samples,
    frames,
    awaitsInput,
    inputReceivedAt,
    outputHandedOverAt,
    ...(ending !== undefined && { ending }),
  };
}
