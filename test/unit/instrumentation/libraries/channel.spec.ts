import { channel } from 'node:diagnostics_channel';
import { describe, expect, it } from '@jest/globals';
import { Channels } from '../../../../lib/instrumentation/libraries/channel.js';

describe('Channels', () => {
  it('subscribes until it is closed', () => {
    const channels = new Channels(() => undefined);
    const received: unknown[] = [];
    channels.on('monitor-test:a', message => received.push(message));
    channels.on('monitor-test:b', message => received.push(message));
    channel('monitor-test:a').publish(1);
    channel('monitor-test:b').publish(2);
    channels.close();
    channel('monitor-test:a').publish(3);
    expect(received).toEqual([1, 2]);
    expect(channel('monitor-test:a').hasSubscribers).toBe(false);
    expect(channel('monitor-test:b').hasSubscribers).toBe(false);
  });

  it('reports a failure, which would end the process', () => {
    const failures: unknown[] = [];
    const channels = new Channels(error => failures.push(error));
    const error = new Error('broken');
    channels.on('monitor-test:c', () => {
      throw error;
    });
    channel('monitor-test:c').publish({});
    channels.close();
    expect(failures).toEqual([error]);
  });
});
