import { describe, expect, it } from '@jest/globals';
import { PooledClients } from '../../../../../lib/instrumentation/libraries/redis/pooled-clients.js';

describe('PooledClients', () => {
  it('has the clients of tasks', () => {
    const clients = new PooledClients();
    clients.add('a');
    expect([clients.has('a'), clients.has('b'), clients.has(undefined)]).toEqual([true, false, false]);
    clients.delete('a');
    expect(clients.has('a')).toBe(false);
  });

  it('keeps a bounded number: those that were added last', () => {
    const clients = new PooledClients();
    clients.add('first');
    for (let i = 0; i < 900; i++) clients.add(`client ${i}`);
    clients.add('first');
    for (let i = 900; i < 1_800; i++) clients.add(`client ${i}`);
    expect([clients.has('client 0'), clients.has('first'), clients.has('client 1799')]).toEqual([false, true, true]);
    expect((clients as unknown as { ids: Set<string> }).ids.size).toBe(1_000);
  });
});
