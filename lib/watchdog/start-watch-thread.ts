import { Worker, type WorkerOptions } from 'node:worker_threads';

/**
 * Starts the thread of {@link BlockedLoopWatch}. The package's build replaces this module by one with the thread's whole code,
 * because a bundler of the application copies no other files.
 *
 * @internal
 */
export function startThread(options: WorkerOptions): Worker {
  return new Worker(new URL('./thread/thread.js', import.meta.url), options);
}
