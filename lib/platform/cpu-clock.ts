import { clock } from './clock.js';

type CpuUsage = NodeJS.CpuUsage;

/** `threadCpuUsage` came with Node 22.19 and 23.9; the time of the whole process is the next best bound. */
type Source = Pick<NodeJS.Process, 'cpuUsage'> & { threadCpuUsage?: (since?: CpuUsage) => CpuUsage };

/** Milliseconds of CPU time, of user and system. @internal */
export function cpuMs({ user, system }: CpuUsage): number {
  return (user + system) / 1_000;
}

/**
 * Begins to measure the CPU time of a step on this thread. The step's wall time contains every wait for a processor,
 * and is a hundred times too long on a busy machine. Costs 2 to 4 microseconds: fit for steps that take far longer.
 *
 * @returns reads the milliseconds until then
 * @internal
 */
export function startCpuClock(source: Source = process): () => number {
  const usage = source.threadCpuUsage?.bind(source) ?? source.cpuUsage.bind(source);
  const startedAt = clock();
  const before = usage();
  return () => Math.min(clock() - startedAt, cpuMs(usage(before)));
}
