import { describe, expect, it } from '@jest/globals';
import { PoolJobs } from '../../../../lib/recorder/attribution/pool-jobs.js';
import { threadPoolWaits } from '../../../../lib/recorder/cutting/thread-pool-waits.js';
import type { Slice, Slices } from '../../../../lib/recorder/recording.interface.js';
import type { Span } from '../../../../lib/tracing/execution.js';
import { runSteps } from '../../../support/run-steps.js';
import { slice, wake } from '../../diagnosis/recordings.js';

const OWN = 1;
const CLASSES = {
  read: new (class FSReqCallback {})(),
  hash: new (class PBKDF2Job {})(),
  zip: new (class Zlib {})(),
};

/** The id, the end, the owner and the class of a job. */
type Job = readonly [id: number, endedAt: number, owner: number, kind?: keyof typeof CLASSES];

function waitsOf(jobs: readonly Job[], slices: readonly Slice[], start = 1_000) {
  const ended = new PoolJobs();
  for (const [id, endedAt, owner, kind = 'hash'] of jobs) {
    const span = owner === 0 ? undefined : ({ execution: { id: owner, finished: false } } as Span);
    ended.add(id, CLASSES[kind], span, endedAt);
  }
  const nameOf = (id: number) => ({ id, kind: 'http', name: `GET /${id}` }) as const;
  const context = { jobs: ended, threadPoolSize: 4, nameOf };
  return [...runSteps(threadPoolWaits({ id: OWN, start }, slices as unknown as Slices, context))];
}

/** Eight hashes of another request, of 100 ms each, four at a time. Queued before the file is read. */
const HASHES: readonly Job[] = Array.from({ length: 8 }, (_, i) => [i + 1, 1_100 + 100 * (i >> 2) + i / 10, 7]);
const FILE = wake('fs', 'file system');

describe('threadPoolWaits', () => {
  it('finds the time in the queue behind the jobs of another request', () => {
    const [wait, ...others] = waitsOf(
      [...HASHES, [9, 1_205, OWN, 'read']],
      [slice(1_000, 1_010, 1), slice(1_205, 1_300, 1, FILE)],
    );
    expect(others).toEqual([]);
    expect(wait).toMatchObject({ on: 'pool', label: 'thread pool', start: 1_010, end: 1_200.4, span: 1, ended: true });
    expect(wait?.pool).toMatchObject({ inUse: 4, size: 4 });
    expect(wait?.pool?.holdings).toHaveLength(8);
    expect(wait?.pool?.holdings[0]).toEqual({
      start: 1_010,
      end: 1_100,
      job: 'crypto pbkdf2',
      by: { id: 7, kind: 'http', name: 'GET /7' },
    });
  });

  it.each<[string, readonly Job[]]>([
    ['a thread was free', [...HASHES.slice(0, 3), [9, 1_205, OWN, 'read']]],
    ['the jobs were queued after it', [...HASHES.map(([id, end]): Job => [id + 20, end, 7]), [9, 1_205, OWN, 'read']]],
    ['the jobs had ended before', [...HASHES.map(([id, end]): Job => [id, end - 300, 7]), [9, 1_205, OWN, 'read']]],
    ['another kind of job ended the wait', [...HASHES, [9, 1_205, OWN, 'hash']]],
    ['no job ended with the wait', [...HASHES, [9, 1_190, OWN, 'read']]],
  ])('finds none when %s', (_, jobs) => {
    const ordered = [...jobs].sort((a, b) => a[1] - b[1]);
    expect(waitsOf(ordered, [slice(1_000, 1_010), slice(1_205, 1_300, 0, FILE)])).toEqual([]);
  });

  it('finds none before the first code of the execution, and none when jobs have been overwritten', () => {
    const jobs: readonly Job[] = [...HASHES, [9, 1_205, OWN, 'read']];
    expect(waitsOf(jobs, [slice(1_205, 1_300, 0, FILE)])).toEqual([]);
    const many = Array.from({ length: 20_000 }, (_, i): Job => [i + 1, 1_000 + i / 100, 7]);
    expect(
      waitsOf(many, [slice(1_000, 1_010), slice(1_199.99, 1_300, 0, wake('threadpool', 'crypto pbkdf2'))]),
    ).toEqual([]);
  });

  it("does not charge an execution's parallel jobs with each other twice", () => {
    const own = Array.from({ length: 8 }, (_, i): Job => [i + 1, 1_100 + 100 * (i >> 2) + i, OWN]);
    const slices = own.map(([, end]) => slice(end, end + 0.5, 0, wake('threadpool', 'crypto pbkdf2')));
    expect(waitsOf(own, [slice(1_000, 1_010), ...slices])).toEqual([]);
  });

  it('marks the own jobs among those in front', () => {
    const own = HASHES.map(([id, end]): Job => [id, end, OWN]);
    // The callbacks of its hashes run in another execution's code.
    const [wait] = waitsOf([...own, [9, 1_205, OWN, 'read']], [slice(1_000, 1_010), slice(1_205, 1_300, 0, FILE)]);
    expect(wait?.pool?.holdings.every(({ isOwn }) => isOwn === true)).toBe(true);
  });

  it('does not count the later jobs of an object, which have no place in the order', () => {
    const zips = (owner: number): Job[] => HASHES.map(([, end], i) => [1 + (i & 3), end, owner, 'zip']);
    const slices = [slice(1_000, 1_010), slice(1_205, 1_300, 0, FILE)];
    // The first ones of a request count, those of a socket from before do not.
    const [wait] = waitsOf([...zips(7), [9, 1_205, OWN, 'read']], slices);
    expect(wait).toMatchObject({ end: 1_100 });
    expect(waitsOf([...zips(0), [9, 1_205, OWN, 'read']], slices)).toEqual([]);
    expect(waitsOf([[8, 900, 7], ...zips(7), [9, 1_205, OWN, 'read']], slices)).toEqual([]);
  });

  it('keeps the threads of the longest wait only', () => {
    const jobs: readonly Job[] = [...HASHES, [9, 1_205, OWN, 'read'], ...again(1_500), [29, 1_720, OWN, 'read']];
    const waits = waitsOf(jobs, [slice(1_000, 1_010), slice(1_205, 1_400, 0, FILE), slice(1_720, 1_800, 0, FILE)]);
    expect(waits.map(({ pool }) => pool?.holdings.length)).toEqual([0, 8]);
  });
});

function again(from: number): Job[] {
  return HASHES.map(([id, end]) => [id + 20, end + from - 1_100 + 100, 7]);
}
