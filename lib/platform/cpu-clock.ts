import { clock } from './clock.js';

type CpuUsage = NodeJS.CpuUsage;

/** Node has `threadCpuUsage` from 22.19 and 23.9. Before, the time of the whole process is the best upper bound. */
type Source = Pick<NodeJS.Process, 'cpuUsage'> & { threadCpuUsage?: (since?: CpuUsage) => CpuUsage };

/** User and system CPU time, in milliseconds. @internal */
export function cpuMs({ user, system }: CpuUsage): number {
  return (user + system) / 1_000;
}

/**
 * Starts to measure the CPU time of a step on this thread. Wall time would include each wait for a processor: a hundred
 * times too much on a busy machine. Costs 2 to 4 µs, so it suits steps that take far longer.
 *
 * @returns a function that reads the milliseconds since the start
 * @internal
 */
export function startCpuClock(source: Source = process): () => number {
  const usage = source.threadCpuUsage?.bind(source) ?? source.cpuUsage.bind(source);
  const startedAt = clock();
  const before = usage();
  return () => Math.min(clock() - startedAt, cpuMs(usage(before)));
}
