import { errorMonitor } from 'node:events';
import type { PgSubmittable } from './pg-call.js';
import type { Settled } from './tracked.interface.js';

/**
 * Observes the end of a query, cursor or stream by its events. `errorMonitor` is no handler: an error without one still
 * throws.
 *
 * @internal
 */
export function followSubmittable(submittable: PgSubmittable, settled: Settled): void {
  follow(submittable, settled);
  // A stream ends when its rows are read; its cursor, when they have arrived.
  if (submittable.cursor !== undefined) follow(submittable.cursor, settled);
}

function follow(emitter: Pick<PgSubmittable, 'on'>, settled: Settled): void {
  if (typeof emitter.on !== 'function') return;
  for (const event of ['end', 'close']) emitter.on(event, () => settled(false, undefined));
  emitter.on(errorMonitor, () => settled(true, undefined));
}
