// Three functions, each of which V8 can inline into the next one.

function checksum(x: number): number {
  let sum = x;
  for (let i = 0; i < 40; i += 1) sum = Math.sqrt(sum + i);
  return sum;
}

function digestRows(ms: number): number {
  const end = Date.now() + ms;
  let sum = 0;
  while (Date.now() < end) for (let i = 0; i < 1_000; i += 1) sum += checksum(i);
  return sum;
}

/** Computes for so long. */
export function buildIndex(ms: number): string {
  return digestRows(ms) > 0 ? 'built' : 'empty';
}
