import { describe, expect, it } from '@jest/globals';
import { isJob } from '../../../../lib/boundaries/queue/job.interface.js';
import { queuedMsOf } from '../../../../lib/boundaries/queue/job-run.js';

const FIRST = { queueName: 'q', name: 'n', timestamp: 1_000, processedOn: 1_500, attemptsMade: 0, attemptsStarted: 1 };

describe('queuedMsOf', () => {
  it.each([
    ['a first attempt', {}, 500],
    ['a delayed job, without its delay', { opts: { delay: 400 } }, 100],
    ['an earlier version, without a count of started attempts', { attemptsStarted: undefined }, 500],
    ['a retry', { attemptsMade: 1, attemptsStarted: 2 }, undefined],
    ['a job that delayed itself', { attemptsStarted: 2 }, undefined],
    ['clocks that differ', { processedOn: 900 }, undefined],
    ['a job without times', { timestamp: undefined }, undefined],
  ])('of %s', (_, changed, ms) => {
    expect(queuedMsOf({ ...FIRST, ...changed })).toBe(ms);
  });
});

describe('isJob', () => {
  it.each([undefined, null, 'job', {}, { name: 'n' }, { queueName: 1, name: 'n' }])('is false for %j', value => {
    expect(isJob(value)).toBe(false);
  });
});
