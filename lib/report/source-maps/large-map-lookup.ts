import type { Worker, WorkerOptions } from 'node:worker_threads';
import { setTimeout, clearTimeout } from '../../platform/host-timers.js';
import type { Origin, Position } from './source-map-lookup.js';
import type * as Thread from './start-lookup-thread.js';

/** The place of a map that is too large for the application's thread. @internal */
export interface LargeMap {
  /** The map's own file, or the generated file when the map is inline. */
  readonly path: string;
  readonly inline: boolean;
  /** True when the file may have no map: only the thread reads enough of it. */
  readonly mayBeMissing?: boolean;
  readonly mapUrl: string;
}

type ThreadModule = typeof Thread;
type Found = readonly (Origin | undefined)[];

const ANSWER_WITHIN_MS = 15_000;
const IDLE_MS = 30_000;
/** A map of 32 MB takes about ten times its size. A larger need ends the worker and nothing else. */
const MAX_HEAP_MB = 512;

/**
 * Looks positions up in large source maps on a thread of its own. The thread starts with the first look-up and ends
 * after half a minute without one.
 *
 * @internal
 */
export class LargeMapLookup {
  private worker: Worker | undefined;
  private idle?: NodeJS.Timeout;
  private lastId = 0;
  private readonly waiting = new Map<number, (found: Found | undefined) => void>();

  constructor(private readonly loadThread: () => Promise<ThreadModule> = () => import('./start-lookup-thread.js')) {}

  /**
   * Looks positions up in one map.
   *
   * @param signal aborted when the application ends: a thread that starts later would keep the process alive
   * @returns an origin for each position; `undefined` when the map is broken or took longer than 15 s
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
      // The process must not end before the answer, nor live on after it.
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

  /** Ends the thread; pending look-ups return `undefined`. The next look-up starts another thread. */
  async close(): Promise<void> {
    clearTimeout(this.idle);
    const { worker } = this;
    this.worker = undefined;
    this.giveUp();
    await worker?.terminate();
  }

  private start(startThread: (options: WorkerOptions) => Worker): Worker {
    const worker = startThread({
      // The thread needs neither the application's preloaded modules nor its secrets.
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
