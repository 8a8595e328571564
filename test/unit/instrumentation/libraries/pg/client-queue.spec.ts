import { describe, expect, it } from '@jest/globals';
import { ClientQueue } from '../../../../../lib/instrumentation/libraries/pg/client-queue.js';
import { Operation } from '../../../../../lib/tracing/operation.js';

const begun = (start: number): Operation =>
  new Operation({ on: 'database', system: 'postgresql', text: 'SELECT ?', peer: 'db:5432' }, 0, start, undefined);

describe('ClientQueue', () => {
  it('gives each statement the time in front of it', () => {
    const queue = new ClientQueue();
    const operations = [begun(0), begun(1), begun(2)];
    for (const operation of operations) queue.begun(operation);
    for (const [index, operation] of operations.entries()) queue.ended(operation, (index + 1) * 10);
    expect(operations.map(({ queuedMs }) => queuedMs)).toEqual([0, 9, 18]);
  });

  it('forgets a statement that was never sent', () => {
    const queue = new ClientQueue();
    const [first, second, third] = [begun(0), begun(1), begun(2)];
    for (const operation of [first, second, third]) queue.begun(operation);
    queue.ended(second, 5);
    queue.ended(first, 10);
    queue.ended(first, 11);
    expect([second.queuedMs, third.queuedMs]).toEqual([0, 8]);
  });

  it('ends what still runs when the connection is given back', () => {
    const queue = new ClientQueue();
    const operation = begun(0);
    queue.begun(operation);
    queue.abandon(7);
    expect(operation).toMatchObject({ end: 7, failed: true });
  });

  it('watches a bounded number of statements', () => {
    const queue = new ClientQueue();
    const operations = Array.from({ length: 1_001 }, () => begun(0));
    for (const operation of operations) queue.begun(operation);
    queue.abandon(1);
    expect(operations.filter(({ end }) => end > 0)).toHaveLength(1_000);
  });
});
