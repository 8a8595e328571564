/**
 * Waits for all, but not longer than the time. Keeps the process alive for as long: whoever waits must get an answer.
 *
 * @returns true when all have resolved to true in time
 * @internal
 */
export async function allWithin(works: readonly Promise<boolean>[], timeoutMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<false>(resolve => {
    timer = setTimeout(resolve, timeoutMs, false);
  });
  const all = Promise.all(works).then(results => results.every(Boolean));
  try {
    return await Promise.race([all, over]);
  } finally {
    clearTimeout(timer);
  }
}
