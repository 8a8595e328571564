import { Worker, type WorkerOptions } from 'node:worker_threads';

/**
 * Starts the thread of {@link LargeMapLookup}. The package's build replaces this module by one with the thread's whole
 * code, because a bundler of the application copies no other files.
 *
 * @internal
 */
export function startThread(options: WorkerOptions): Worker {
  return new Worker(new URL('./lookup-thread.mjs', import.meta.url), options);
}
