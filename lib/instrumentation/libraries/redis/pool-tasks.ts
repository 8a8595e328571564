import { enterQueuedCall } from '../../../tracing/queued-call.js';
import type { Tracer } from '../../../tracing/tracer.interface.js';
import type { Channels } from '../channel.js';

/** Published right before a task runs, in the context of the code that gave the connection back. @internal */
export const POOL_GRANT = 'node-redis:pool:connection-wait';

interface Grant {
  /** `performance.now()` when the application called `pool.execute()` or a command of the pool. */
  readonly waitStartTimestamp?: unknown;
}

/**
 * Queued tasks of a node-redis pool run in their own execution.
 *
 * node-redis calls them in the context of the execution that gave the connection back. Its report would contain their
 * computing.
 *
 * @internal
 */
export function followPoolTasks(channels: Channels, tracer: Tracer): void {
  channels.on<Grant>(POOL_GRANT, ({ waitStartTimestamp }) => {
    if (typeof waitStartTimestamp === 'number') enterQueuedCall(tracer, waitStartTimestamp);
  });
}
