import type {
  RecordedHolding,
  RecordedOperation,
  RecordedPool,
  Recording,
} from '../../recorder/recording.interface.js';
import { showName } from '../frames/names.js';
import { concurrencyOf } from './concurrency.js';

/** Holders that a verdict lists. */
const MAX_HOLDERS = 5;

/** Kinds of jobs that a sentence lists. */
const MAX_JOBS = 2;

/** The name of code that no execution covers. */
const OUTSIDE = 'code outside any watched execution';

/** Those with one name who held connections during the waits. @internal */
export interface PoolHolder {
  readonly name: string;
  /** Connections that they held at a time. */
  readonly count: number;
  /** The time for which they held these, in milliseconds. */
  readonly ms: number;
  /** The execution that waited held them itself. */
  readonly isOwn: boolean;
  /** The work of threads: `40 × pbkdf2`; empty for connections. */
  readonly jobs: string;
}

/** @internal */
export interface PoolFacts {
  readonly inUse: number;
  /** Absent when it is unknown. */
  readonly size?: number;
  /** Those who held connections for most of the time first. At most 5. */
  readonly holders: readonly PoolHolder[];
}

/**
 * The state of a pool during an execution's longest wait for it.
 *
 * @param label the pool, as waits have it
 * @internal
 */
export function poolFacts({ operations }: Recording, label: string): PoolFacts | undefined {
  let longest: (RecordedOperation & { readonly pool: RecordedPool }) | undefined;
  for (const operation of operations) {
    const { pool, totalMs } = operation;
    if (pool === undefined || showName(operation.label) !== label) continue;
    if (longest === undefined || totalMs > longest.totalMs) longest = { ...operation, pool };
  }
  if (longest === undefined) return undefined;
  const { inUse, size, holdings } = longest.pool;
  return { inUse, ...(size !== undefined && { size }), holders: holdersOf(holdings) };
}

function holdersOf(holdings: readonly RecordedHolding[]): PoolHolder[] {
  const byName = new Map<string, RecordedHolding[]>();
  for (const holding of holdings) {
    const { by, isOwn } = holding;
    const key = `${isOwn === true} ${by?.kind} ${by?.name}`;
    const known = byName.get(key);
    if (known === undefined) byName.set(key, [holding]);
    else known.push(holding);
  }
  const holders = [...byName.values()].map(holderOf);
  return holders.sort((a, b) => b.ms * b.count - a.ms * a.count).slice(0, MAX_HOLDERS);
}

function holderOf(holdings: readonly RecordedHolding[]): PoolHolder {
  const [{ by, isOwn } = {}] = holdings;
  const timed = holdings.map(({ start, end }) => ({ start, end, calls: 1, totalMs: end - start }));
  const count = concurrencyOf(timed);
  const ms = timed.reduce((sum, { totalMs }) => sum + totalMs, 0);
  return {
    name: showName(by?.name ?? OUTSIDE),
    count,
    ms: ms / count,
    isOwn: isOwn === true,
    jobs: jobsText(holdings),
  };
}

/** The most frequent ones. */
function jobsText(holdings: readonly RecordedHolding[]): string {
  const counts = new Map<string, number>();
  for (const { job } of holdings) if (job !== undefined) counts.set(job, (counts.get(job) ?? 0) + 1);
  const most = [...counts].sort((a, b) => b[1] - a[1]).slice(0, MAX_JOBS);
  return most.map(([job, count]) => `${count} × ${job.replace(/^crypto /, '')}`).join(', ');
}
