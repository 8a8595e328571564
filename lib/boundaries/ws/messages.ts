import { types } from 'node:util';
import { Injectable } from '@nestjs/common';
import { Observable, type Subscription } from 'rxjs';
import { MonitorLogger } from '../../logging/monitor.logger.js';
import { queueMicrotask } from '../../platform/host-timers.js';
import { PrivateSlot } from '../../platform/private-slot.js';
import type { Callable } from '../../tracing/callable.js';
import type { Span } from '../../tracing/execution.js';
import { isObservable } from '../../tracing/observables.js';
import { TracerService } from '../../tracing/tracer.service.js';
import { HandlerCalls } from './handler-calls.js';
import { HandlerEntry } from './handler-entry.js';
import { MessageEnd } from './message-end.js';
import type { MessageTarget } from './message-site.js';
import type { Transform } from './nest-gateway.interface.js';

/**
 * Runs messages inside executions.
 *
 * An adapter calls a handler, and then makes an Observable of the handler's promise. It may do so in another async context,
 * and subscribes later. The promise leads to the execution, so that all three run in it.
 *
 * @internal
 */
@Injectable()
export class Messages {
  /** False before the boundary is attached and after it is detached: handlers of open connections stay. */
  isOn = false;
  private readonly roots = new PrivateSlot<object, Span>();

  constructor(
    private readonly tracer: TracerService,
    private readonly calls: HandlerCalls,
    private readonly entry: HandlerEntry,
    private readonly logger: MonitorLogger,
  ) {}

  /** Calls a handler of one client, as an execution. */
  handle(target: MessageTarget, client: unknown, callback: Callable, self: unknown, args: readonly unknown[]): unknown {
    const root = this.isOn && this.tracer.isActive ? this.begin(target, client, args) : undefined;
    if (root === undefined) return Reflect.apply(callback, self, args);
    let result: unknown;
    try {
      result = this.tracer.run(root, callback, self, args);
    } catch (error) {
      this.tracer.close(root, true);
      throw error;
    }
    if (types.isPromise(result)) this.follow(root, result);
    else this.tracer.close(root, false);
    return result;
  }

  /** Makes the Observable of the answers, as part of the execution. */
  answer(transform: Transform, self: unknown, given: readonly unknown[]): unknown {
    const [deferred] = given;
    const root = typeof deferred === 'object' && deferred !== null ? this.roots.get(deferred) : undefined;
    if (root === undefined || root.execution.finished) return Reflect.apply(transform, self, given);
    const source = this.tracer.run(root, transform as Callable, self, given);
    return isObservable(source) ? this.within(root, source) : source;
  }

  private begin(
    { root: site, candidates }: MessageTarget,
    client: unknown,
    args: readonly unknown[],
  ): Span | undefined {
    try {
      const root = this.tracer.openExecution('ws', site, undefined);
      const [first] = candidates;
      if (candidates.length > 1) this.calls.expect(root.execution, { candidates, client, args });
      else if (first !== undefined) this.entry.enter(root.execution, first, client, args);
      return root;
    } catch (error) {
      this.logger.failure('A message could not be watched', error);
      return undefined;
    }
  }

  /** Some adapters make no Observable of the promise: then its end is the end of the execution. */
  private follow(root: Span, promise: Promise<unknown>): void {
    const { log } = this.tracer;
    this.roots.set(promise, root);
    root.promise = promise;
    if (log !== undefined) return log.settling.watch(promise, root);
    // No promise is followed while executions are only timed.
    queueMicrotask(() => {
      if (root.promise === promise) this.tracer.abandon(root.execution);
    });
  }

  private within(root: Span, source: Observable<unknown>): Observable<unknown> {
    const { tracer } = this;
    return new Observable(subscriber => {
      if (root.execution.finished) return source.subscribe(subscriber);
      root.promise = undefined;
      return tracer.run(root, subscribe, undefined, [source, new MessageEnd(subscriber, tracer, root)]) as Subscription;
    });
  }
}

function subscribe(...[source, subscriber]: unknown[]): Subscription {
  return (source as Observable<unknown>).subscribe(subscriber as MessageEnd);
}
