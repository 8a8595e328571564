import { describe, expect, it } from '@jest/globals';
import { serverName, wireOf } from '../../../../../lib/instrumentation/libraries/messages/server-name.js';

describe('the server of a client', () => {
  it.each([
    ['amqp://guest:secret@broker:5671/vhost', 'broker:5671'],
    ['nats://token@10.0.0.1', '10.0.0.1:4222'],
    ['broker', 'broker:4222'],
    ['[::1]:5000', '[::1]:5000'],
    [['mqtts://user:secret@mq:8883'], 'mq:8883'],
    [{ host: '::1', port: 1 }, '[::1]:1'],
    [{ hostname: 'mq', password: 'secret' }, 'mq:4222'],
    [{ host: 'mq', port: 'x' }, 'mq:4222'],
  ])('is known from %j', (given, name) => {
    expect(serverName(given, 4222)).toBe(name);
  });

  it.each([[['a:1', 'b:2']], [[]], ['http://'], [''], [undefined], [null], [7], [{}], [() => 'a']])(
    'is not known from %j',
    given => {
      expect(serverName(given, 4222)).toBe('');
    },
  );

  it('calls no getter', () => {
    const given = Object.defineProperty({}, 'host', {
      get: () => {
        throw new Error('read');
      },
    });
    expect(serverName(given, 1)).toBe('');
  });

  it('is the other end of its connection where it is an address', () => {
    expect(wireOf('127.0.0.1:5672')).toBe('127.0.0.1:5672');
    expect(wireOf('[::1]:5672')).toBe('[::1]:5672');
    expect(wireOf('broker:5672')).toBeUndefined();
    expect(wireOf('')).toBeUndefined();
  });
});
