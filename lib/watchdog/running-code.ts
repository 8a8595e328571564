import { Injectable } from '@nestjs/common';
import { Fingerprints } from '../alerts/fingerprints.js';
import type { MonotonicMs } from '../model/execution.interface.js';
import { LiveOptions } from '../options/live-options.js';
import { OverheadMeter } from '../overhead/overhead-meter.js';
import { clock, wallClock } from '../platform/clock.js';
import { runSteps } from '../platform/steps.js';
import { recordOperations } from '../recorder/cutting/recorded-operations.js';
import { recordSpans } from '../recorder/cutting/recorded-spans.js';
import { SpanPlaces } from '../recorder/cutting/span-places.js';
import { FlightRecorder } from '../recorder/flight-recorder.js';
import type { Span } from '../tracing/execution.js';
import { spanStorage } from '../tracing/execution-context.js';
import { Executions } from '../tracing/executions.js';
import { TracerService } from '../tracing/tracer.service.js';
import type { BlockedLoop, LoopHolder } from './blocked-loop.interface.js';
import { Heartbeat } from './heartbeat.js';
import { isDebugged } from './is-debugged.js';
import { type LoopReader, readerOf } from './loop-readers.js';
import { runningStack } from './running-stack.js';

const OUTSIDE = 'code outside any watched execution';

/**
 * Describes the code that runs now. The watch thread calls it in the middle of that code, through the inspector. It reads the
 * monitor's own state, and no variable of the application.
 *
 * @internal
 */
@Injectable()
export class RunningCode implements LoopReader {
  readonly heartbeat = new Heartbeat();

  constructor(
    private readonly recorder: FlightRecorder,
    private readonly executions: Executions,
    private readonly tracer: TracerService,
    private readonly fingerprints: Fingerprints,
    private readonly overhead: OverheadMeter,
    private readonly live: LiveOptions,
  ) {}

  isOf(tracer: unknown): boolean {
    return tracer === this.tracer;
  }

  holder(): string {
    const span = this.span();
    const isReporter = readerOf(span?.execution.tracer) === this;
    const isReported = isReporter && span?.execution.muted !== true && !isDebugged();
    return JSON.stringify({ execution: this.idOf(span), isReported } satisfies LoopHolder);
  }

  stack(): string {
    return JSON.stringify(runningStack(this.stack));
  }

  describe(): string {
    const now = clock();
    const span = this.span();
    const since = Math.max(this.heartbeat.lastAt, this.recorder.currentLog?.turn.startedAt ?? 0);
    const parts =
      span !== undefined && this.isOf(span.execution.tracer) ? this.inside(span, now) : this.outside(since, now);
    const loop: BlockedLoop = {
      holder: this.idOf(span),
      now,
      wallNow: wallClock(),
      since: Math.max(since, parts.execution.start),
      cpuMs: this.heartbeat.cpuMs,
      overhead: this.overhead.share(),
      ...parts,
    };
    return JSON.stringify(loop);
  }

  /** Where no log is written, the async context alone shows whose code runs. */
  private span(): Span | undefined {
    const { currentLog } = this.recorder;
    const inContext = spanStorage.getStore();
    const own = currentLog === undefined ? inContext : currentLog.owner.span;
    const span = own ?? (this.isOf(inContext?.execution.tracer) ? undefined : inContext);
    return span?.execution.finished === true ? undefined : span;
  }

  private idOf(span: Span | undefined): number {
    return span?.execution.id ?? 0;
  }

  private inside(
    span: Span,
    now: MonotonicMs,
  ): Pick<BlockedLoop, 'execution' | 'fingerprint' | 'facts' | 'recorded' | 'span'> {
    const { snapshot, summary } = this.executions.snapshot(span.execution, now);
    const { description, ...execution } = summary;
    const facts = description && runSteps(description.describe());
    const places = new SpanPlaces(snapshot.spans);
    const { spansDropped, awaitsInput, inputReceivedAt, outputHandedOverAt } = snapshot;
    return {
      execution,
      fingerprint: this.fingerprints.ofStuck(this.fingerprints.of(summary)),
      ...(facts && { facts }),
      recorded: {
        spans: runSteps(recordSpans(snapshot, places, undefined)),
        spansDropped,
        operations: runSteps(recordOperations(snapshot, places)),
        awaitsInput,
        ...(inputReceivedAt !== undefined && { inputReceivedAt }),
        ...(outputHandedOverAt !== undefined && { outputHandedOverAt }),
      },
      span: places.openAt(span.index, now),
    };
  }

  private outside(start: MonotonicMs, end: MonotonicMs): Pick<BlockedLoop, 'execution' | 'recorded' | 'span'> {
    const durationMs = end - start;
    const root = { kind: 'execution', name: OUTSIDE, parent: -1, start, end, count: 1, totalMs: durationMs } as const;
    const { thresholdMs } = this.live.current;
    return {
      execution: { id: 0, kind: 'function', name: OUTSIDE, start, durationMs, thresholdMs, outcome: 'ok', stuck: true },
      recorded: {
        spans: [{ ...root, ended: false, failed: false }],
        spansDropped: 0,
        operations: [],
        awaitsInput: false,
      },
      span: 0,
    };
  }
}
