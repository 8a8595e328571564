import { openSync, readSync } from 'node:fs';

const file = open();
const text = Buffer.alloc(64);

/**
 * For how long this thread has been ready to run while the machine ran something else, in milliseconds since it began.
 * Always 0 where Linux does not tell: what is measured there is the clock's time.
 */
export function waitedMs() {
  if (file === undefined) return 0;
  const length = readSync(file, text, 0, text.length, 0);
  return Number(text.latin1Slice(0, length).split(' ')[1]) / 1e6;
}

function open() {
  try {
    return openSync(`/proc/self/task/${process.pid}/schedstat`, 'r');
  } catch {
    return undefined;
  }
}
