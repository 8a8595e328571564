import { setTimeout as delay } from 'node:timers/promises';

export interface MemoryUse {
  readonly rssBytes: number;
  /** Live JavaScript objects and array buffers. */
  readonly heapBytes: number;
}

/** Memory of the process after forced collections; needs `--expose-gc`. */
export async function memoryUse(): Promise<MemoryUse> {
  const { gc } = globalThis as { gc?: () => void };
  // The next collection frees the objects of finalizers, and V8 returns pages a moment later.
  for (let i = 0; i < 3; i++) {
    gc?.();
    await delay(100);
  }
  const { rss, heapUsed, arrayBuffers } = process.memoryUsage();
  return { rssBytes: rss, heapBytes: heapUsed + arrayBuffers };
}
