import { THREAD_POOL } from '../../model/thread-pool.js';
import { Stepper } from '../../platform/stepper.js';
import type { Steps } from '../../platform/steps.js';
import type { Execution } from '../../tracing/execution.js';
import type { PoolJob, PoolJobs } from '../attribution/pool-jobs.js';
import type { RecordedHolding, RecordedOperation, Slice, Slices, WakeKind } from '../recording.interface.js';
import type { NameLookup } from './block-collector.js';
import { schedule, type ScheduledJob } from './pool-schedule.js';

/** A shorter time in the queue is none. */
const MIN_WAIT_MS = 1;
/** Waits of one execution. Further ones are waits for the job itself. */
const MAX_WAITS = 1_000;
/** Uses of threads during the longest wait. */
const MAX_HOLDINGS = 200;
/** Longest time from a job's callback to the continuation of its execution. */
const RESUME_MS = 1;

const JOBS = new Set<WakeKind>(['fs', 'dns', 'threadpool']);
/** Their objects can have several jobs, one after another. Only the first one's place in the queue is known. */
const REUSED = new Set(['zlib', 'native addon']);

/** The time of an execution's wait in the queue of the thread pool. */
interface Queued {
  readonly start: number;
  readonly end: number;
  readonly span: number;
}

/** @internal */
export interface ThreadPoolContext {
  readonly jobs: PoolJobs;
  readonly threadPoolSize: number;
  readonly nameOf: NameLookup;
}

/**
 * The waits of an execution for a thread, as operations. They come before the waits for the jobs themselves.
 *
 * @internal
 */
export function* threadPoolWaits(
  { id, start }: Pick<Execution, 'id' | 'start'>,
  slices: Slices,
  { jobs, threadPoolSize: size, nameOf }: ThreadPoolContext,
): Steps<readonly RecordedOperation[]> {
  if (!jobs.isCompleteSince(start)) return [];
  const ended = jobs.since(start);
  // A queue has more jobs than threads.
  if (ended.length <= size) return [];
  const scheduled = schedule(inQueueOrder(ended, jobs.lastIdBefore(start)), size);
  yield;
  const queued = yield* queuedTimes(slices, ended, new Map(scheduled.map(job => [job.id, job])));
  const longest = queued.reduce((most, each) => (lengthOf(each) > lengthOf(most) ? each : most), NONE);
  yield;
  return queued.map(each => recordWait(each, size, each === longest ? holdingsIn(each, scheduled, id, nameOf) : []));
}

const NONE: Queued = { start: 0, end: 0, span: 0 };

/** By their ids. A job of an object that had an earlier one has none of its own. */
function inQueueOrder(ended: readonly PoolJob[], lastId: number): PoolJob[] {
  const first = new Map<number, PoolJob>();
  for (const job of ended) {
    const isUnknown = REUSED.has(job.label) && (job.id <= lastId || job.owner === 0);
    if (!isUnknown && !first.has(job.id)) first.set(job.id, job);
  }
  return [...first.values()].sort((a, b) => a.id - b.id);
}

function* queuedTimes(
  slices: Slices,
  ended: readonly PoolJob[],
  byId: ReadonlyMap<number, ScheduledJob>,
): Steps<Queued[]> {
  const stepper = new Stepper();
  const queued: Queued[] = [];
  let before: Slice | undefined;
  let at = 0;
  for (const slice of slices) {
    if (stepper.isDue()) yield;
    const waitedFrom = before?.end;
    before = slice;
    if (waitedFrom === undefined || !JOBS.has(slice.cause?.on ?? 'other')) continue;
    while (at < ended.length - 1 && (ended[at + 1]?.endedAt ?? Infinity) <= slice.start) at++;
    const job = byId.get(ended[at]?.id ?? 0);
    if (job === undefined || job.endedAt > slice.start || slice.start - job.endedAt > RESUME_MS) continue;
    if (job.label !== slice.cause?.label || job.begunAt - waitedFrom < MIN_WAIT_MS) continue;
    queued.push({ start: waitedFrom, end: job.begunAt, span: slice.waiter ?? slice.span });
    if (queued.length === MAX_WAITS) break;
  }
  return queued;
}

function recordWait(
  { start, end, span }: Queued,
  size: number,
  holdings: readonly RecordedHolding[],
): RecordedOperation {
  const ms = end - start;
  return {
    on: 'pool',
    system: 'node',
    label: THREAD_POOL,
    peer: '',
    span,
    start,
    end,
    calls: 1,
    totalMs: ms,
    maxMs: ms,
    queuedMs: 0,
    failed: 0,
    ended: true,
    pool: { inUse: size, size, holdings },
  };
}

/** The jobs that threads ran while another one was queued. */
function holdingsIn(
  { start, end }: Queued,
  scheduled: readonly ScheduledJob[],
  id: number,
  nameOf: NameLookup,
): RecordedHolding[] {
  const holdings: RecordedHolding[] = [];
  for (const { begunAt, endedAt, owner, label } of scheduled) {
    const [from, to] = [Math.max(begunAt, start), Math.min(endedAt, end)];
    if (to <= from) continue;
    const by = owner === 0 ? undefined : nameOf(owner);
    holdings.push({ start: from, end: to, job: label, ...(by && { by }), ...(owner === id && { isOwn: true }) });
    if (holdings.length === MAX_HOLDINGS) break;
  }
  return holdings;
}

function lengthOf({ start, end }: Queued): number {
  return end - start;
}
