import { errorMonitor } from 'node:events';
import type { PgSubmittable } from './pg-call.js';
import type { Tracked } from './tracked.interface.js';

/**
 * Observes the end of a query, cursor or stream by its events. `errorMonitor` is no handler: an error without one still
 * throws.
 *
 * @internal
 */
export function followSubmittable(submittable: PgSubmittable, tracked: Tracked): void {
  follow(submittable, tracked);
  // A stream ends when its rows are read; its cursor, when they have arrived.
  if (submittable.cursor !== undefined) follow(submittable.cursor, tracked);
}

function follow(emitter: Pick<PgSubmittable, 'on'>, tracked: Tracked): void {
  if (typeof emitter.on !== 'function') return;
  for (const event of ['end', 'close']) emitter.on(event, () => tracked.settled(false, undefined));
  emitter.on(errorMonitor, () => tracked.settled(true, undefined));
}
