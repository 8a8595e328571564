import { setTimeout as delay } from 'node:timers/promises';

export interface MemoryUse {
  readonly rssBytes: number;
  /** Live JavaScript objects and array buffers. */
  readonly heapBytes: number;
}

/** What the process holds after forced collections; needs `--expose-gc`. */
export async function memoryUse(): Promise<MemoryUse> {
  const { gc } = globalThis as { gc?: () => void };
  // What finalizers let go of is only freed by the next collection, and V8 returns pages a moment later.
  for (let i = 0; i < 3; i++) {
    gc?.();
    await delay(100);
  }
  const { rss, heapUsed, arrayBuffers } = process.memoryUsage();
  return { rssBytes: rss, heapBytes: heapUsed + arrayBuffers };
}
