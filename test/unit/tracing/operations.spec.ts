import { describe, expect, it } from '@jest/globals';
import { MAX_OPERATIONS, MAX_TOTALS, Operations } from '../../../lib/tracing/operations.js';
import type { Statement } from '../../../lib/tracing/statement.interface.js';

const statementOf = (text: string): Statement => ({ on: 'http', system: 'http', text, peer: 'a:80' });

/** A collection whose places for single operations are taken. */
function full(): Operations {
  const operations = new Operations();
  for (let i = 0; i < MAX_OPERATIONS; i++) operations.begin(statementOf('first'), 0, i);
  return operations;
}

describe('Operations', () => {
  it('keeps each operation with its times', () => {
    const operations = new Operations();
    const operation = operations.begin(statementOf('GET a/b'), 3, 100);
    operation?.sent(110);
    operation?.answered(150, false);
    operation?.answered(155, false);
    operation?.finish(160, false);
    expect(operations.each).toEqual([operation]);
    expect(operation).toMatchObject({ span: 3, start: 100, queuedMs: 10, answeredAt: 150, end: 160, failed: false });
    expect([...operations.totals]).toEqual([]);
  });

  it('ends an operation once, and remembers a failure that came with the answer', () => {
    const operations = new Operations();
    const failed = operations.begin(statementOf('GET a/b'), 0, 1);
    failed?.answered(2, true);
    failed?.finish(3, false);
    failed?.finish(9, false);
    expect(failed).toMatchObject({ end: 3, failed: true });
    const done = operations.begin(statementOf('GET a/b'), 0, 1);
    done?.finish(3, false);
    done?.finish(4, true);
    expect(done).toMatchObject({ end: 3, failed: false });
  });

  it('sums the operations beyond its cap by statement and span', () => {
    const operations = full();
    for (let i = 0; i < 10; i++) {
      const operation = operations.begin(statementOf('GET a/b'), 1, 2_000 + i);
      operation?.sent(2_002 + i);
      operation?.finish(2_005 + 2 * i, i === 4);
    }
    operations.begin(statementOf('GET a/b'), 2, 3_000);
    operations.begin(statementOf('GET a/c'), 2, 3_000);
    expect(operations.each).toHaveLength(MAX_OPERATIONS);
    const [first, ...others] = [...operations.totals];
    expect(first).toMatchObject({
      span: 1,
      calls: 10,
      start: 2_000,
      end: 2_023,
      totalMs: 95,
      maxMs: 14,
      queuedMs: 20,
      failed: 1,
    });
    expect(others.map(({ span, calls, end }) => [span, calls, end])).toEqual([
      [2, 1, 0],
      [2, 1, 0],
    ]);
    expect(operations.dropped).toBe(0);
  });

  it('only counts operations when there are too many different ones', () => {
    const operations = full();
    for (let i = 0; i < MAX_TOTALS; i++) expect(operations.begin(statementOf(`s${i}`), 0, 1)).toBeDefined();
    expect(operations.begin(statementOf('one more'), 0, 1)).toBeUndefined();
    expect(operations.begin(statementOf('s0'), 0, 1)).toBeDefined();
    expect([...operations.totals]).toHaveLength(MAX_TOTALS);
    expect(operations.dropped).toBe(1);
  });
});
