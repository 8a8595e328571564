import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

type Monitor = Pick<typeof import('../monitor.js'), 'PerformanceMonitorModule'>;

/** Below this repository: both builds get the same copies of Nest, or its injector would not find its own classes. */
const COPY = new URL('../earlier/', import.meta.url);

/**
 * Copies the `dist` of another checkout of this repository beside the bench.
 *
 * @param checkout where `npm run build` was run
 */
export async function copyEarlierBuild(checkout: string): Promise<void> {
  await rm(COPY, { recursive: true, force: true });
  await cp(join(checkout, 'dist'), fileURLToPath(COPY), { recursive: true });
}

export async function earlierMonitor(): Promise<Monitor> {
  return (await import(new URL('index.js', COPY).href)) as Monitor;
}
