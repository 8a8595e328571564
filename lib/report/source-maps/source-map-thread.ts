import { Worker, type WorkerOptions } from 'node:worker_threads';

/**
 * Starts the thread of {@link SourceMapWorker}. The package's build puts the thread's whole code into this module, so
 * that a bundle of the application carries it along.
 *
 * @internal
 */
export function startThread(options: WorkerOptions): Worker {
  return new Worker(new URL('./source-map.worker.mjs', import.meta.url), options);
}
