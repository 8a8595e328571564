import { types } from 'node:util';
import { clock } from '../platform/clock.js';
import type { MonotonicMs } from '../model/execution.interface.js';
import type { CallSite } from './call-site.js';
import type { Callable } from './callable.js';
import type { Span } from './execution.js';
import { MIN_STAGE_MS } from './span-limits.js';
import type { StageRunner } from './stage-runner.interface.js';
import { followObservable } from './trace-observable.js';
import type { Tracer } from './tracer.interface.js';

/** @internal */
export class StageCalls implements StageRunner<Span> {
  constructor(private readonly tracer: Tracer & { readonly providerSpansOn: boolean }) {}

  callTimed(parent: Span, site: CallSite, fn: Callable, self: unknown, args: readonly unknown[]): unknown {
    const { log, providerSpansOn } = this.tracer;
    if (log === undefined || !providerSpansOn) return Reflect.apply(fn, self, args);
    const start = clock();
    let result: unknown;
    try {
      result = Reflect.apply(fn, self, args);
    } catch (error) {
      this.addPast(parent, site, start, clock(), true);
      throw error;
    }
    if (types.isPromise(result)) {
      site.isLearning = false;
      const span = parent.execution.open(parent, site, start);
      if (span !== undefined) log.settling.follow(span, result, clock());
    } else this.addPast(parent, site, start, clock(), false);
    return result;
  }

  addPast(parent: Span, site: CallSite, start: MonotonicMs, now: MonotonicMs, failed: boolean): void {
    if (now - start < MIN_STAGE_MS) return;
    const span = this.openPast(parent, site, start);
    if (span === undefined) return;
    this.tracer.log?.past.narrow(span, now);
    if (failed) span.fail(now);
    else span.finish(now);
  }

  openPast(parent: Span, site: CallSite, start: MonotonicMs): Span | undefined {
    const { log, providerSpansOn } = this.tracer;
    return log !== undefined && providerSpansOn ? parent.execution.open(parent, site, start) : undefined;
  }

  closePast(span: Span, now: MonotonicMs): void {
    if (now - span.start < MIN_STAGE_MS) return span.discard(now);
    this.tracer.log?.past.narrow(span, now);
    span.finish(now);
  }

  followResult(result: unknown, site: CallSite): unknown {
    return followObservable(result, site, this.tracer);
  }
}

/** Ends the span of a call that returned no promise. While such calls are no steps, the span around it keeps its time. @internal */
export function endCall(span: Span, now: MonotonicMs, failed: boolean): void {
  const { site, start } = span;
  if (site.isLearning && !(site.isStage === true && now - start >= MIN_STAGE_MS)) span.discard(now);
  else if (failed) span.fail(now);
  else span.finish(now);
}
