import { describe, expect, it } from '@jest/globals';
import { PoolJobs } from '../../../../lib/recorder/attribution/pool-jobs.js';
import type { Span } from '../../../../lib/tracing/execution.js';

const read = new (class FSReqCallback {})();
const hash = new (class PBKDF2Job {})();
const spanOf = (id: number, finished = false) => ({ execution: { id, finished } }) as Span;

describe('PoolJobs', () => {
  it('keeps jobs in the order of their ends, with their owners and kinds', () => {
    const jobs = new PoolJobs();
    expect(jobs.since(0)).toEqual([]);
    expect(jobs.isCompleteSince(0)).toBe(true);
    jobs.add(12, read, undefined, 100);
    jobs.add(11, hash, spanOf(7), 200);
    jobs.add(13, read, spanOf(8, true), 300);
    expect(jobs.since(200)).toEqual([
      { id: 11, endedAt: 200, owner: 7, label: 'crypto pbkdf2' },
      { id: 13, endedAt: 300, owner: 0, label: 'file system' },
    ]);
    expect(jobs.lastIdBefore(100)).toBe(0);
    expect(jobs.lastIdBefore(300)).toBe(12);
  });

  it('keeps a bounded number, and knows since when it has all', () => {
    const jobs = new PoolJobs();
    for (let id = 1; id <= 40_000; id++) jobs.add(id, read, undefined, id);
    expect(jobs.since(0)).toHaveLength(16_384);
    expect(jobs.isCompleteSince(1)).toBe(false);
    expect(jobs.isCompleteSince(40_000 - 16_000)).toBe(true);
    expect(jobs.since(0).at(-1)).toMatchObject({ id: 40_000 });
  });

  it('keeps a bounded number of kinds', () => {
    const jobs = new PoolJobs();
    for (let id = 1; id <= 600; id++) jobs.add(id, new (class {})(), undefined, id);
    jobs.add(601, read, undefined, 601);
    expect(jobs.since(0)).toHaveLength(601);
  });
});
