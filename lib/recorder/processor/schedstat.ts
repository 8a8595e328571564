const NS_PER_MS = 1e6;

/** A thread's totals since its start, from its file `schedstat`. @internal */
export interface ThreadTimes {
  /** Milliseconds on a processor. */
  readonly ranMs: number;
  /** Milliseconds during which the thread was ready to run and had no processor. Throttling by a CPU limit counts. */
  readonly delayedMs: number;
  /** Number of times that it got a processor. */
  readonly turns: number;
}

/** @returns `undefined` where the kernel does not measure: it then reports zeros for every thread. @internal */
export function parseSchedstat(text: string | undefined): ThreadTimes | undefined {
  const [ran = 0, delayed = 0, turns = 0] = text?.split(' ').map(Number) ?? [];
  if (!(ran > 0 && delayed >= 0 && turns > 0)) return undefined;
  return { ranMs: ran / NS_PER_MS, delayedMs: delayed / NS_PER_MS, turns };
}
