import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

type Monitor = Pick<typeof import('../monitor.js'), 'PerformanceMonitorModule'>;

/** Inside this repository, so that both builds load the same copy of Nest. Its injector would not find other classes. */
const COPY = new URL('../earlier/', import.meta.url);

/**
 * Copies the `dist` of another checkout of this repository next to the bench.
 *
 * @param checkout a built checkout
 */
export async function copyEarlierBuild(checkout: string): Promise<void> {
  await rm(COPY, { recursive: true, force: true });
  await cp(join(checkout, 'dist'), fileURLToPath(COPY), { recursive: true });
}

export async function earlierMonitor(): Promise<Monitor> {
  return (await import(new URL('index.js', COPY).href)) as Monitor;
}
