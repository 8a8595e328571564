import { openSync, readSync } from 'node:fs';

const file = open();
const text = Buffer.alloc(64);

/**
 * For how long a processor has worked for this thread, in milliseconds since it began, as Linux counts: neither what it
 * waited for a processor nor what it slept belongs to it, nor what a shared machine was kept from running at all.
 * The clock's time where Linux does not tell.
 */
export function cpuMs() {
  if (file === undefined) return performance.now();
  // Linux adds up what runs now four times in a hundredth of a second only, or when it is asked in this way.
  process.cpuUsage();
  const length = readSync(file, text, 0, text.length, 0);
  return Number(text.latin1Slice(0, length).split(' ')[0]) / 1e6;
}

function open() {
  try {
    return openSync('/proc/thread-self/schedstat', 'r');
  } catch {
    return undefined;
  }
}
