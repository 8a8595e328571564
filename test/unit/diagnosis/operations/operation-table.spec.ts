import { describe, expect, it } from '@jest/globals';
import { diagnose } from '../../../../lib/diagnosis/diagnose.js';
import type { RecordedOperation, Recording } from '../../../../lib/recorder/recording.interface.js';
import { nested, operation, recordingOf, slice, spanOf, wake, WIRE } from '../recordings.js';

const REPLY = wake('network', `${WIRE} (TCP)`);
const A = 'GET pricing:8080/prices/:id';
const operationsOf = (operations: readonly RecordedOperation[], spans = nested('A.run', 'B.run')) =>
  diagnose(recordingOf({ operations, spans })).operations;

/** So many calls of `Prices.priceOf`, one after another, each with one operation of 18 ms. */
function oneAfterAnother(count: number): Partial<Recording> {
  const spans = nested('Prices.all');
  const slices = [slice(1_000, 1_001, 1)];
  const operations: RecordedOperation[] = [];
  for (let i = 0; i < count; i++) {
    const start = 1_001 + i * 20;
    spans.push(spanOf('Prices.priceOf', 1, start, start + 20));
    operations.push(operation(A, start, start + 18, { span: spans.length - 1 }));
    slices.push(slice(start + 18, start + 20, spans.length - 1, REPLY));
  }
  return { spans, slices, operations, end: 1_001 + count * 20 };
}

describe('the operations of a report', () => {
  it('are one line for equal ones, largest first', () => {
    const rows = operationsOf([
      operation('GET pricing:8080/a', 1_000, 1_100, { span: 1, queuedMs: 5 }),
      operation('GET pricing:8080/b', 1_000, 1_500, { span: 1, failed: 1 }),
      operation('GET pricing:8080/a', 1_050, 1_250, { span: 2, failed: 1 }),
      operation('GET pricing:8080/a', 1_300, 1_310, { span: 2 }),
    ]);
    expect(rows).toEqual([
      {
        on: 'http',
        system: 'http',
        label: 'GET pricing:8080/b',
        peer: 'pricing:8080',
        calls: 1,
        totalMs: 500,
        maxMs: 500,
        queuedMs: 0,
        failed: 1,
        concurrency: 1,
        spans: ['A.run'],
      },
      {
        on: 'http',
        system: 'http',
        label: 'GET pricing:8080/a',
        peer: 'pricing:8080',
        calls: 3,
        totalMs: 310,
        maxMs: 200,
        queuedMs: 5,
        failed: 1,
        concurrency: 2,
        spans: ['B.run', 'A.run'],
      },
    ]);
  });

  it('add sums to single ones', () => {
    const sum = operation(A, 1_000, 2_000, { calls: 90, totalMs: 4_000, maxMs: 80, failed: 3, queuedMs: 7 });
    expect(operationsOf([operation(A, 1_000, 1_100), sum])[0]).toMatchObject({
      calls: 91,
      totalMs: 4_100,
      maxMs: 100,
      queuedMs: 7,
      failed: 3,
      concurrency: 4,
    });
  });

  it('are not at the same time when one begins where another ends', () => {
    const rows = operationsOf([operation(A, 1_000, 1_100), operation(A, 1_100, 1_200)]);
    expect(rows[0]?.concurrency).toBe(1);
  });

  it('are at most 200, the largest', () => {
    const rows = operationsOf(Array.from({ length: 900 }, (_, i) => operation(`GET a/${i}`, 1_000, 1_001 + i / 10)));
    expect(rows).toHaveLength(200);
    expect(rows[0]?.label).toBe('GET a/899');
    expect(rows.at(-1)?.label).toBe('GET a/700');
  });

  it('name at most 10 spans', () => {
    const names = Array.from({ length: 30 }, (_, i) => `S${i}.run`);
    const spans = [...nested(), ...names.map(name => spanOf(name, 0, 1_000, 2_000))];
    const rows = operationsOf(
      names.map((_, i) => operation(A, 1_000, 1_001, { span: i + 1 })),
      spans,
    );
    expect(rows[0]?.spans).toHaveLength(10);
  });
});

describe('repeated operations', () => {
  it('are counted as they are, not by their waits', () => {
    const parts = oneAfterAnother(48);
    // Two of the answers came while the code before them ran.
    const slices = [...(parts.slices ?? [])].filter((_, index) => index !== 10 && index !== 20);
    const { verdict } = diagnose(recordingOf({ ...parts, slices }));
    expect(verdict).toMatchObject({ kind: 'repeated-io', subject: A, count: 48 });
    expect(verdict.headline).toContain(`48 × ${A}, one after another, in Prices.priceOf`);
  });

  it('are counted together with those that are only summed', () => {
    const parts = oneAfterAnother(20);
    const [first, ...others] = parts.operations ?? [];
    const sum = { ...operation(A, 1_021, 1_400), calls: 19, totalMs: 19 * 18, span: first?.span ?? 0 };
    expect(others).toHaveLength(19);
    const { verdict } = diagnose(recordingOf({ ...parts, operations: first === undefined ? [] : [first, sum] }));
    expect(verdict).toMatchObject({ kind: 'repeated-io', subject: A, count: 20 });
  });

  it('are few below ten', () => {
    expect(diagnose(recordingOf(oneAfterAnother(9))).verdict).toMatchObject({ kind: 'io', subject: A });
  });

  it('are many at a time when they ran at the same time', () => {
    const slices = [slice(1_000, 1_001, 1)];
    const operations = Array.from({ length: 40 }, (_, i) => {
      slices.push(slice(1_500 + i * 10, 1_501 + i * 10, 1, REPLY));
      return operation(A, 1_001, 1_500.1 + i * 10, { span: 1 });
    });
    const { verdict, operations: rows } = diagnose(recordingOf({ spans: nested('Prices.all'), slices, operations }));
    expect(verdict).toMatchObject({ kind: 'repeated-io', subject: A, count: 40, concurrency: 40 });
    expect(verdict.headline).toBe(`40 × ${A}, all at once, in Prices.all: 850 ms (85 %)`);
    expect(rows[0]).toMatchObject({ calls: 40, concurrency: 40 });
  });

  it('run as many at a time as were sent, without those in the queue of the pool', () => {
    const slices = [slice(1_000, 1_001, 1)];
    const operations = Array.from({ length: 60 }, (_, i) => {
      const sent = 1_001 + Math.floor(i / 10) * 50;
      const end = sent + 40 + (i % 10);
      slices.push(slice(end, end + 0.5, 1, REPLY));
      return operation(A, 1_001, end, { span: 1, queuedMs: sent - 1_001 });
    });
    const { verdict } = diagnose(recordingOf({ spans: nested('Prices.all'), slices, operations, end: 1_301 }));
    expect(verdict).toMatchObject({ kind: 'repeated-io', count: 60, concurrency: 10 });
    expect(verdict.headline).toContain(`60 × ${A}, 10 at a time, in Prices.all`);
  });

  it('are one after another when one connection sends all of them, and when no answer is read to its end', () => {
    const parts = oneAfterAnother(20);
    const operations = parts.operations ?? [];
    const queued = operations.map(each => ({ ...each, start: 1_001, queuedMs: each.start - 1_001 }));
    const unread = operations.map(each => ({ ...each, end: parts.end ?? 0, ended: false }));
    for (const each of [queued, unread]) {
      const { verdict } = diagnose(recordingOf({ ...parts, operations: each }));
      expect(verdict).toMatchObject({ kind: 'repeated-io', count: 20 });
      expect(verdict).not.toHaveProperty('concurrency');
      expect(verdict.headline).toContain('one after another');
    }
  });

  it('charge only their own time: neither equal calls at the same time nor others of the same server', () => {
    const slices = [slice(1_000, 1_001, 1)];
    const operations: RecordedOperation[] = [];
    const call = (label: string, start: number, end: number): void => {
      operations.push(operation(label, start, end, { span: 1 }));
      slices.push(slice(end, end + 1, 1, REPLY));
    };
    call('GET pricing:8080/rates', 1_001, 1_200);
    for (const end of [1_350, 1_380, 1_450]) call(A, 1_201, end);
    for (let i = 0; i < 12; i++) call(A, 1_451 + 11 * i, 1_461 + 11 * i);
    operations.sort((a, b) => a.start - b.start);
    const { verdict, findings } = diagnose(
      recordingOf({ spans: nested('Prices.all'), slices, operations, end: 1_583 }),
    );
    const repeated = [verdict, ...findings].find(({ kind }) => kind === 'repeated-io');
    expect(repeated).toMatchObject({ count: 12, ms: 120 });
    expect(verdict).toMatchObject({ kind: 'io', subject: A });
    expect(verdict.headline).toContain(`3 calls of ${A}, all at once, took `);
  });

  it('are stated in words below ten', () => {
    const { verdict } = diagnose(recordingOf(oneAfterAnother(4)));
    expect(verdict.headline).toContain(
      `4 calls of ${A}, one after another, took 72 ms (89 %), called in Prices.priceOf`,
    );
  });
});
