import { PARALLEL_MS, STATEMENT_MS } from './subject.js';

const PARALLEL_AFTER = 1_000;
const STREAM_AFTER = 2_000;
const CHUNK = 50;

/**
 * A view of the table `item` with a column that sleeps, for libraries that map tables to objects. The first 1000 rows
 * take as long as a statement of an N+1, the second 1000 as one of a parallel N+1, and the others as rows of a stream.
 */
export const SLEEPING_ITEM = `create view sleeping_item as select *, case
  when id <= ${PARALLEL_AFTER} then pg_sleep(${STATEMENT_MS / 1000})::text
  when id <= ${STREAM_AFTER} then pg_sleep(${PARALLEL_MS / 1000})::text
  else pg_sleep(0.002)::text || repeat('x', 4096) end as slept from item`;

export interface Ids {
  readonly first: number;
  readonly last: number;
}

/** The row of a statement of an N+1. */
export function idOf(i: number): number {
  return i + 1;
}

/** The row of a statement of a parallel N+1. */
export function parallelIdOf(i: number): number {
  return PARALLEL_AFTER + i + 1;
}

/** The rows of a stream. */
export function streamIds(count: number): Ids {
  return { first: STREAM_AFTER + 1, last: STREAM_AFTER + count };
}

/** The same rows in chunks of 50, for libraries without streams. */
export function streamChunks(count: number): Ids[] {
  const { first, last } = streamIds(count);
  return Array.from({ length: Math.ceil(count / CHUNK) }, (_, i) => {
    const start = first + i * CHUNK;
    return { first: start, last: Math.min(start + CHUNK - 1, last) };
  });
}
