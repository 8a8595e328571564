import { clock } from '../platform/clock.js';
import type { MonotonicMs } from '../model/execution.interface.js';
import { spanStorage } from './execution-context.js';
import type { Span } from './execution.js';
import type { Tracer } from './tracer.interface.js';

/**
 * Enters the context of a queued call: a library is about to call a function that the application passed at `queuedAt`.
 * The library does so in the context of the execution that gave a connection back. From here to the end of the callback,
 * the code belongs to the execution of the call, and so does all that it awaits. The application's own async contexts stay.
 *
 * A call that was not queued changes nothing: its context is right.
 *
 * @internal
 */
export function enterQueuedCall(tracer: Tracer, queuedAt: MonotonicMs): void {
  const { log } = tracer;
  if (log === undefined || !log.past.changedSince(queuedAt)) return;
  const caller = log.past.spanAt(queuedAt);
  const current = spanStorage.getStore();
  if (caller === current) return;
  if (caller !== undefined) {
    spanStorage.enterWith(caller);
    log.enter(caller, clock());
    return;
  }
  // The caller's execution is over, or another application has it. Its code belongs to no execution here, and certainly
  // not to this one.
  if (current?.execution.tracer === tracer) spanStorage.enterWith(undefined as unknown as Span);
  log.past.leaveAll(clock());
}
