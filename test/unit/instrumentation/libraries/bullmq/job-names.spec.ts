import { describe, expect, it } from '@jest/globals';
import { bulkName, flowName, jobName } from '../../../../../lib/instrumentation/libraries/bullmq/job-names.js';

describe('the name of added jobs', () => {
  it('is queue and job, without values', () => {
    expect(jobName('mail', 'welcome')).toBe('mail/welcome');
    expect(jobName('mail', 'user:4711')).toBe('mail/user:*');
    expect(jobName('mail', 7)).toBe('mail/*');
  });

  it('of several jobs is that of all of them, or none', () => {
    expect(bulkName('mail', [{ name: 'welcome' }, { name: 'welcome' }])).toBe('mail/welcome');
    expect(bulkName('mail', [{ name: 'welcome' }, { name: 'invoice' }])).toBe('mail/*');
    for (const other of [[], undefined, 7, [null], Array.from({ length: 2_000 }, () => ({ name: 'x' }))])
      expect(bulkName('mail', other)).toBe('mail/*');
  });

  it('of a flow is that of its top', () => {
    expect(flowName({ queueName: 'orders', name: 'ship', children: [] })).toBe('orders/ship');
    expect(flowName(undefined)).toBe('*/*');
  });
});
