import { channel } from 'node:diagnostics_channel';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { Channels } from '../../../../../lib/instrumentation/libraries/channel.js';
import { followPoolTasks, POOL_GRANT } from '../../../../../lib/instrumentation/libraries/redis/pool-tasks.js';
import type { ContextLog } from '../../../../../lib/tracing/context-log.interface.js';
import type { Tracer } from '../../../../../lib/tracing/tracer.interface.js';

describe('followPoolTasks()', () => {
  const failures: unknown[] = [];
  const channels = new Channels(error => failures.push(error));
  afterEach(() => channels.close());

  it('looks for the owner at the time when the task was queued, and ignores other messages', () => {
    const changedSince = jest.fn<(time: number) => boolean>(() => false);
    followPoolTasks(channels, { log: { past: { changedSince } } as unknown as ContextLog } as Tracer);
    channel(POOL_GRANT).publish({ clientId: 'a', waitStartTimestamp: 12.5 });
    channel(POOL_GRANT).publish({ clientId: 'a' });
    channel(POOL_GRANT).publish({ waitStartTimestamp: '12' });
    expect(changedSince.mock.calls).toEqual([[12.5]]);
    expect(failures).toEqual([]);
  });
});
