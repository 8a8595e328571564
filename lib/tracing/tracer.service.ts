import { types } from 'node:util';
import { Injectable } from '@nestjs/common';
import { queueMicrotask } from '../platform/host-timers.js';
import { AlertPipeline } from '../alerts/alert-pipeline.js';
import { clock } from '../platform/clock.js';
import { invoke, registerTracer, spanStorage, unregisterTracer } from './execution-context.js';
import type { ExecutionKind, MonotonicMs } from '../model/execution.interface.js';
import { Execution, MAX_TRIED } from './execution.js';
import { Ownership } from './ownership.js';
import { promiseState } from './promise-state.js';
import type { CallSite } from './call-site.js';
import type { Span } from './span.js';
import type { Callable, Tracer, TracerHome } from './tracer.interface.js';
import { followObservable } from './trace-observable.js';
import { MonitorLogger } from '../logging/monitor.logger.js';
import { FlightRecorder } from '../recorder/flight-recorder.js';
import type { ResumeLog } from '../recorder/log/resume-log.js';
import { OverheadMeter } from '../overhead/overhead-meter.js';
import { StatsService } from '../stats/stats.service.js';
import { WatchPolicy } from '../boundaries/policy/watch-policy.js';

/** Ids stay small integers, and are told apart for longer than anything remembers them. */
const MAX_ID = 0x3fff_ffff;

/**
 * Begins and ends executions and spans. All that runs for every request goes through here, as far as the question
 * whether it was slow.
 *
 * @internal
 */
@Injectable()
export class TracerService implements Tracer {
  readonly ownership = new Ownership();
  readonly home: TracerHome = { tracer: undefined };
  isActive = false;
  /** None where executions are only timed: nothing may enter a context there, or be followed. */
  private log: ResumeLog | undefined;
  private lastId = 0;
  private readonly spansOn: boolean;

  constructor(
    private readonly policy: WatchPolicy,
    private readonly recorder: FlightRecorder,
    private readonly stats: StatsService,
    private readonly overhead: OverheadMeter,
    private readonly pipeline: AlertPipeline,
    private readonly logger: MonitorLogger,
  ) {
    this.spansOn = policy.spansOn;
  }

  start(): void {
    if (this.isActive) return;
    this.log = this.recorder.start(this, root => this.rootSettled(root));
    this.isActive = true;
    this.home.tracer = this;
    registerTracer(this);
  }

  stop(): void {
    if (!this.isActive) return;
    this.isActive = false;
    unregisterTracer(this);
    this.home.tracer = undefined;
    this.log = undefined;
    this.recorder.stop();
  }

  /** Begins an execution. Only while {@link isActive}. */
  begin(kind: ExecutionKind, site: CallSite, thresholdMs: number | undefined): Execution {
    this.lastId = this.lastId === MAX_ID ? 1 : this.lastId + 1;
    const slowAfterMs = thresholdMs ?? this.policy.thresholdMs;
    const execution = new Execution(this, this.lastId, kind, site, clock(), slowAfterMs);
    this.recorder.began(execution);
    return execution;
  }

  finish(execution: Execution, now: MonotonicMs): void {
    if (execution.finished) return;
    execution.finished = true;
    execution.end = now;
    execution.root.end = now;
    const slow = execution.isSlow(now);
    this.stats.record(execution.kind, execution.name, now - execution.start, slow);
    this.overhead.countExecution(execution.spans.length);
    if (slow && !execution.muted && this.isActive) {
      this.raise(execution);
    } else {
      this.recorder.ended(execution);
      execution.forgetSpans();
    }
  }

  /** As if the execution had never begun. */
  abandon(execution: Execution): void {
    execution.finished = true;
    this.recorder.ended(execution);
    execution.forgetSpans();
  }

  /** Enters the context of `span` for the duration of a synchronous call. */
  run(span: Span, fn: Callable, self: unknown, args: readonly unknown[]): unknown {
    const { log } = this;
    if (log === undefined) return invoke(fn, self, args);
    const previous = log.enter(span, clock());
    try {
      return spanStorage.run(span, invoke, fn, self, args);
    } finally {
      log.leave(previous, clock());
    }
  }

  callInSpan(parent: Span, site: CallSite, fn: Callable, self: unknown, args: readonly unknown[]): unknown {
    const { log } = this;
    if (log === undefined) return invoke(fn, self, args);
    if (!this.spansOn || site.returnsObservable) return followObservable(invoke(fn, self, args), site, this);
    if (site.isLearning && parent.execution.spansDiscarded >= MAX_TRIED) return invoke(fn, self, args);
    const start = clock();
    const span = parent.execution.open(parent, site, start);
    if (span === undefined) return invoke(fn, self, args);
    const previous = log.enter(span, start);
    let result: unknown;
    try {
      result = spanStorage.run(span, invoke, fn, self, args);
    } catch (error) {
      const now = clock();
      log.leave(previous, now);
      if (site.isLearning) span.discard(now);
      else span.fail(now);
      throw error;
    }
    const now = clock();
    log.leave(previous, now);
    if (site.isAsync && log.settling.lastSettled !== result) {
      span.promise = result;
      return result;
    }
    if (types.isPromise(result)) log.settling.follow(span, result, now);
    else if (site.isLearning) span.discard(now);
    else span.finish(now);
    return followObservable(result, site, this);
  }

  callAsExecution(
    site: CallSite,
    thresholdMs: number | undefined,
    fn: Callable,
    self: unknown,
    args: readonly unknown[],
  ): unknown {
    const { log } = this;
    if (log === undefined) return invoke(fn, self, args);
    if (site.returnsObservable) return followObservable(invoke(fn, self, args), site, this, thresholdMs);
    const root = this.openExecution(site, thresholdMs);
    let result: unknown;
    try {
      result = this.run(root, fn, self, args);
    } catch (error) {
      this.close(root, true);
      throw error;
    }
    followObservable(result, site, this, thresholdMs);
    if (site.returnsObservable) {
      this.abandon(root.execution);
    } else if (!types.isPromise(result) || promiseState(result) !== 'pending') {
      root.promise = types.isPromise(result) ? result : undefined;
      this.finishFunction(root, clock());
    } else {
      root.promise = result;
      log.settling.watch(result, root);
    }
    return result;
  }

  open(parent: Span | undefined, site: CallSite, thresholdMs?: number): Span | undefined {
    if (this.log === undefined) return undefined;
    if (parent === undefined) return this.openExecution(site, thresholdMs);
    return this.spansOn ? parent.execution.open(parent, site, clock()) : undefined;
  }

  close(span: Span, failed: boolean): void {
    const now = clock();
    if (failed) span.fail(now);
    else span.finish(now);
    if (span.parent === undefined) {
      if (failed) span.execution.outcome = 'error';
      this.finish(span.execution, now);
    }
  }

  private openExecution(site: CallSite, thresholdMs: number | undefined): Span {
    const execution = this.begin('function', site, thresholdMs);
    execution.name = site.name;
    if (this.policy.hasPatterns) execution.muted = !this.policy.watchesName(site.name);
    return execution.root;
  }

  /** The promise of an execution was resolved, perhaps with another promise that is still pending. */
  private rootSettled(root: Span): void {
    const now = root.end;
    queueMicrotask(() => {
      if (promiseState(root.promise) !== 'pending') this.finishFunction(root, now);
    });
  }

  private finishFunction(root: Span, now: MonotonicMs): void {
    if (promiseState(root.promise) === 'rejected') root.execution.outcome = 'error';
    this.finish(root.execution, now);
  }

  private raise(execution: Execution): void {
    const handle = this.recorder.hold(execution);
    try {
      this.pipeline.raise(execution.summary(), handle);
    } catch (error) {
      handle.release();
      this.logger.failure('A slow execution could not be reported', error);
    }
  }
}
