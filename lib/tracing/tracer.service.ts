import { types } from 'node:util';
import { Inject, Injectable } from '@nestjs/common';
import { queueMicrotask } from '../platform/host-timers.js';
import { clock } from '../platform/clock.js';
import type { ExecutionKind, MonotonicMs } from '../model/execution.interface.js';
import { recordsAtLeast, type RecordingLevel } from '../model/recording-level.js';
import type { CallSite } from './call-site.js';
import type { Callable } from './callable.js';
import type { ContextLog } from './context-log.interface.js';
import type { Execution, Span } from './execution.js';
import { callIn, registerTracer, unregisterTracer } from './execution-context.js';
import { EXECUTION_RECORDER, type ExecutionRecorder } from './execution-recorder.interface.js';
import { Executions } from './executions.js';
import { OpenTransactions } from './open-transactions.js';
import { Ownership } from './ownership.js';
import { RECORDING_LEVEL, type RecordingLevelSource } from './ports.interface.js';
import { hasFailed, promiseState } from './promise-state.js';
import { MAX_DISCARDED } from './span-limits.js';
import { endCall, StageCalls } from './stage-calls.js';
import { followObservable } from './trace-observable.js';
import type { Tracer, TracerHome } from './tracer.interface.js';
import { noteCall } from './work-left.js';

/**
 * Runs code inside executions and spans. Each request passes through here, until it is known to be slow or not.
 *
 * @internal
 */
@Injectable()
export class TracerService implements Tracer {
  readonly ownership = new Ownership();
  readonly home: TracerHome = { tracer: undefined };
  readonly transactions = new OpenTransactions();
  readonly stages = new StageCalls(this);
  isActive = false;
  /** Absent where executions are only timed: there no code may enter a context, and no promise is followed. */
  private startedLog: ContextLog | undefined;
  /** The same log while the recording level allows it: else executions are only counted and timed. */
  log: ContextLog | undefined;
  private readonly spansOn: boolean;
  providerSpansOn: boolean;

  constructor(
    @Inject(EXECUTION_RECORDER) private readonly recorder: ExecutionRecorder,
    private readonly executions: Executions,
    @Inject(RECORDING_LEVEL) private readonly levels: RecordingLevelSource,
  ) {
    this.spansOn = this.providerSpansOn = executions.spansOn;
    levels.onChange(level => this.follow(level));
  }

  start(): void {
    if (this.isActive) return;
    this.startedLog = this.recorder.start(this, root => this.rootSettled(root));
    this.isActive = true;
    this.follow(this.levels.current);
    this.home.tracer = this;
    registerTracer(this);
  }

  stop(): void {
    if (!this.isActive) return;
    this.isActive = false;
    unregisterTracer(this);
    this.home.tracer = this.log = this.startedLog = undefined;
    this.recorder.stop();
  }

  private follow(level: RecordingLevel): void {
    this.providerSpansOn = this.spansOn && recordsAtLeast(level, 'full');
    this.log = recordsAtLeast(level, 'no-samples') ? this.startedLog : undefined;
  }

  /** Begins an execution that gets its name later. Only while {@link isActive}. */
  begin(kind: ExecutionKind, site: CallSite, thresholdMs: number | undefined): Execution {
    return this.executions.begin(this, kind, site, thresholdMs);
  }

  /** The execution is over. Only the first call counts. */
  finish(execution: Execution, now: MonotonicMs): void {
    this.executions.finish(execution, now, this.isActive);
  }

  abandon(execution: Execution): void {
    this.executions.abandon(execution);
  }

  /** Enters the context of `span` for the duration of a synchronous call. */
  run(span: Span, fn: Callable, self: unknown, args: readonly unknown[]): unknown {
    const { log } = this;
    if (log === undefined) {
      if (this.startedLog === undefined) return Reflect.apply(fn, self, args);
      return callIn(span, fn, self, args);
    }
    const previous = log.enter(span, clock());
    try {
      return callIn(span, fn, self, args);
    } finally {
      log.leave(previous, clock());
    }
  }

  reassign(from: Span | undefined, to: Span, certainSince?: MonotonicMs): void {
    this.log?.reassign(from, to, certainSince);
  }

  callInSpan(parent: Span, site: CallSite, fn: Callable, self: unknown, args: readonly unknown[]): unknown {
    const { log } = this;
    if (log === undefined) return Reflect.apply(fn, self, args);
    if (!this.providerSpansOn && this.spansOn && site.kind === 'provider') return Reflect.apply(fn, self, args);
    if (!this.spansOn || site.returnsObservable) return followObservable(Reflect.apply(fn, self, args), site, this);
    if (site.isLearning && parent.execution.spansDiscarded >= MAX_DISCARDED) return Reflect.apply(fn, self, args);
    const start = clock();
    const span = parent.execution.open(parent, site, start);
    if (span === undefined) return Reflect.apply(fn, self, args);
    const previous = log.enter(span, start);
    let result: unknown;
    try {
      result = callIn(span, fn, self, args);
    } catch (error) {
      const now = clock();
      log.leave(previous, now);
      endCall(span, now, true);
      throw error;
    }
    const now = clock();
    log.leave(previous, now);
    if (site.asExecution !== undefined) noteCall(span, result);
    if (site.isAsync && log.settling.lastSettled !== result) {
      span.promise = result;
      return result;
    }
    if (types.isPromise(result)) log.settling.follow(span, result, now);
    else endCall(span, now, false);
    return site.isInterceptor === true ? result : followObservable(result, site, this);
  }

  callAsExecution(
    kind: ExecutionKind,
    site: CallSite,
    thresholdMs: number | undefined,
    fn: Callable,
    self: unknown,
    args: readonly unknown[],
  ): unknown {
    const { startedLog } = this;
    if (startedLog === undefined) return Reflect.apply(fn, self, args);
    if (site.returnsObservable) return followObservable(Reflect.apply(fn, self, args), site, this, thresholdMs);
    const root = this.openExecution(kind, site, thresholdMs);
    let result: unknown;
    try {
      result = this.run(root, fn, self, args);
    } catch (error) {
      this.close(root, true);
      throw error;
    }
    followObservable(result, site, this, thresholdMs);
    if (site.returnsObservable) this.abandon(root.execution);
    else if (!types.isPromise(result) || promiseState(result) !== 'pending') {
      root.promise = types.isPromise(result) ? result : undefined;
      this.finishFunction(root, clock());
    } else {
      root.promise = result;
      startedLog.settling.watch(result, root);
    }
    return result;
  }

  open(parent: Span | undefined, site: CallSite, thresholdMs?: number): Span | undefined {
    if (parent === undefined) return this.startedLog && this.openExecution('function', site, thresholdMs);
    const opens = this.log !== undefined && (site.kind === 'provider' ? this.providerSpansOn : this.spansOn);
    return opens ? parent.execution.open(parent, site, clock()) : undefined;
  }

  close(span: Span, failed: boolean): void {
    const now = clock();
    span[failed ? 'fail' : 'finish'](now);
    if (span.parent !== undefined) return;
    if (failed) span.execution.outcome = 'error';
    this.finish(span.execution, now);
  }

  /** Begins an execution that is named by its call site, and watched as the patterns allow. Only while {@link isActive}. */
  openExecution(kind: ExecutionKind, site: CallSite, thresholdMs: number | undefined): Span {
    return this.executions.beginNamed(this, kind, site, thresholdMs).root;
  }

  /** The promise of an execution was resolved, perhaps with another promise that is still pending. */
  private rootSettled(root: Span): void {
    const now = root.end;
    queueMicrotask(() => {
      if (promiseState(root.promise) !== 'pending') this.finishFunction(root, now);
    });
  }

  private finishFunction({ execution, promise, site }: Span, now: MonotonicMs): void {
    if (hasFailed(promise, site.postponedBy)) execution.outcome = 'error';
    this.finish(execution, now);
  }
}
