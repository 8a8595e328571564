import type { Worker, WorkerOptions } from 'node:worker_threads';
import { setTimeout, clearTimeout } from '../../platform/host-timers.js';
import type { Origin, Position } from './source-map-lookup.js';
import type * as Thread from './source-map-thread.js';

/** Where a map is that is too large for the application's thread. @internal */
export interface LargeMap {
  /** The map's own file, or the generated file when the map is inline. */
  readonly path: string;
  readonly inline: boolean;
  /** The file may have no map at all. */
  readonly guessed?: boolean;
  readonly mapUrl: string;
}

type ThreadModule = typeof Thread;
type Found = readonly (Origin | undefined)[];

const ANSWER_WITHIN_MS = 15_000;
const IDLE_MS = 30_000;
/** A map of 32 MB takes about ten times as much; what needs more ends the worker, and nothing else. */
const MAX_HEAP_MB = 512;

/**
 * Looks positions up in large source maps on a thread of its own, which is started when it is needed and ends when it
 * has not been for half a minute.
 *
 * @internal
 */
export class SourceMapWorker {
  private worker: Worker | undefined;
  private idle?: NodeJS.Timeout;
  private lastId = 0;
  private readonly waiting = new Map<number, (found: Found | undefined) => void>();

  constructor(private readonly loadThread: () => Promise<ThreadModule> = () => import('./source-map-thread.js')) {}

  /**
   * What the map tells of each position; `undefined` when there is no telling: a broken map, or one that took too long.
   *
   * @param signal ends with the application: a thread that starts later would keep its process alive
   */
  async lookUp(map: LargeMap, positions: readonly Position[], signal: AbortSignal): Promise<Found | undefined> {
    const { startThread } = await this.loadThread();
    if (signal.aborted) return undefined;
    clearTimeout(this.idle);
    const id = ++this.lastId;
    const late = setTimeout(() => void this.close(), ANSWER_WITHIN_MS);
    late.unref();
    try {
      const worker = (this.worker ??= this.start(startThread));
      // Somebody waits for the answer: the process must not end before, nor live on after.
      worker.ref();
      return await new Promise(resolve => {
        this.waiting.set(id, resolve);
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
        worker.postMessage({ id, ...map, positions });
      });
    } finally {
      clearTimeout(late);
      this.waiting.delete(id);
      if (this.waiting.size === 0) {
        this.worker?.unref();
        this.idle = setTimeout(() => void this.close(), IDLE_MS).unref();
      }
    }
  }

  /** Ends the thread; whoever waits gets no answer. Can be used again. */
  async close(): Promise<void> {
    clearTimeout(this.idle);
    const { worker } = this;
    this.worker = undefined;
    this.giveUp();
    await worker?.terminate();
  }

  private start(startThread: (options: WorkerOptions) => Worker): Worker {
    const worker = startThread({
      // Neither the application's preloaded modules nor its secrets have any business in there.
      execArgv: [],
      env: {},
      resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
    });
    worker.on('message', ({ id, found }: { id: number; found?: Found }) => this.waiting.get(id)?.(found));
    const ended = () => {
      if (this.worker !== worker) return;
      this.worker = undefined;
      this.giveUp();
    };
    worker.on('error', ended);
    worker.on('exit', ended);
    return worker;
  }

  private giveUp(): void {
    for (const resolve of this.waiting.values()) resolve(undefined);
  }
}
