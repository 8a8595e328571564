import { describe, expect, it } from '@jest/globals';
import { diagnose } from '../../../../lib/diagnosis/diagnose.js';
import type { RecordedOperation, Recording } from '../../../../lib/recorder/recording.interface.js';
import { block, nested, operation, partsOf, recordingOf, slice, wake } from '../recordings.js';

const REPLY = wake('database', '10.0.0.9:5432 (PostgreSQL)');
const POOL = 'pg 10.0.0.9:5432/shop';
const SELECT = 'SELECT * FROM prices WHERE sku = ?';

const query = (start: number, end: number, more: Partial<RecordedOperation> = {}): RecordedOperation =>
  operation(SELECT, start, end, { on: 'database', system: 'postgresql', wire: undefined, ...more });
const queue = (start: number, end: number, more: Partial<RecordedOperation> = {}): RecordedOperation =>
  operation(POOL, start, end, { on: 'pool', system: 'pg', wire: undefined, answeredAt: undefined, ...more });

const waitsOf = (parts: Partial<Recording>): string[] => {
  const { accounting } = diagnose(recordingOf(parts));
  expect(partsOf(accounting)).toBeCloseTo(accounting.durationMs, 6);
  return accounting.waiting.map(({ on, label, ms, count }) => `${on} ${label}: ${Math.round(ms)} × ${count}`);
};

describe('the time in the queue of a pool', () => {
  it('is apart from the query that a pool sent afterwards', () => {
    const parts = {
      slices: [slice(1_000, 1_010), slice(1_910, 2_000, 0, REPLY)],
      operations: [queue(1_005, 1_600), query(1_600.2, 1_910.2)],
    };
    expect(waitsOf(parts)).toEqual([`pool ${POOL}: 590 × 1`, `database ${SELECT}: 310 × 1`]);
  });

  it('is apart from a query that is not recorded', () => {
    const parts = {
      slices: [slice(1_000, 1_010), slice(1_910, 2_000, 0, REPLY)],
      operations: [queue(1_005, 1_600)],
    };
    expect(waitsOf(parts)).toEqual([`pool ${POOL}: 590 × 1`, 'database 10.0.0.9:5432 (PostgreSQL): 310 × 1']);
  });

  it.each(['timer', 'other', 'database', 'fs'] as const)('is all of a wait that %s of its holder ended', on => {
    const parts = {
      spans: nested('Prices.load'),
      slices: [slice(1_000, 1_010, 1), slice(1_910, 2_000, 1, wake(on))],
      operations: [queue(1_005, 1_909.8, { span: 1 })],
    };
    expect(waitsOf(parts)).toEqual([`pool ${POOL}: 900 × 1`]);
  });

  it('is known where a method returns the promise of the method that it called', () => {
    const parts = {
      spans: nested('Shop.load', 'Prices.load'),
      slices: [slice(1_000, 1_010, 2), slice(1_910, 2_000, 1, wake('timer'))],
      operations: [queue(1_005, 1_600, { span: 2 })],
    };
    expect(waitsOf(parts)).toEqual([`pool ${POOL}: 590 × 1`, 'timer timer: 310 × 1']);
  });

  it('is that of an HTTP agent, too', () => {
    const call = operation('GET pricing:8080/a', 1_005, 1_910.1, { queuedMs: 500 });
    const parts = {
      slices: [slice(1_000, 1_010), slice(1_910, 2_000, 0, wake('network', '10.0.0.7:8080 (TCP)'))],
      operations: [call, queue(1_005, 1_505)],
    };
    expect(waitsOf(parts)).toEqual([`pool ${POOL}: 495 × 1`, 'http GET pricing:8080/a: 405 × 1']);
  });

  it('ends in the code that sends the request', () => {
    const call = operation('GET pricing:8080/a', 1_005, 1_910.1, { queuedMs: 501 });
    const reply = wake('network', '10.0.0.7:8080 (TCP)');
    const parts = {
      slices: [slice(1_000, 1_010), slice(1_505, 1_507, 0, reply), slice(1_910, 2_000, 0, reply)],
      operations: [call, queue(1_005, 1_506)],
    };
    expect(waitsOf(parts)).toEqual([`pool ${POOL}: 495 × 1`, 'http GET pricing:8080/a: 403 × 1']);
  });

  it('can have pauses of the loop before the request is sent', () => {
    const call = operation('GET pricing:8080/a', 1_005, 1_910.1, { queuedMs: 505 });
    const reply = wake('network', '10.0.0.7:8080 (TCP)');
    const parts = {
      slices: [
        slice(1_000, 1_010),
        slice(1_505, 1_506, 0, reply),
        slice(1_507, 1_511, 0, reply),
        slice(1_910, 2_000, 0, reply),
      ],
      operations: [call, queue(1_005, 1_510)],
    };
    expect(waitsOf(parts)).toEqual([`pool ${POOL}: 496 × 1`, 'http GET pricing:8080/a: 399 × 1']);
  });

  it('is the pool of the execution that never got a connection', () => {
    const parts = {
      spans: nested('Prices.load'),
      slices: [slice(1_000, 1_010, 1)],
      operations: [queue(1_005, 2_000, { span: 1, ended: false })],
    };
    expect(waitsOf(parts)).toEqual([`pool ${POOL}: 990 × 1`]);
  });

  it('gives the blocked part of it to the blocker', () => {
    const parts = {
      slices: [slice(1_000, 1_010), slice(1_910, 2_000, 0, REPLY)],
      operations: [queue(1_005, 1_600), query(1_600.2, 1_910.2)],
      blocks: [block(1_200, 1_300, 'POST /export'), block(1_550, 1_650, 'POST /export')],
    };
    expect(waitsOf(parts)).toEqual([`pool ${POOL}: 440 × 1`, `database ${SELECT}: 260 × 1`]);
  });

  it('is none of a wait for another operation, or of another span', () => {
    const longer = { slices: [slice(1_000, 1_010), slice(1_910, 2_000, 0, REPLY)] };
    expect(waitsOf({ ...longer, operations: [queue(1_005, 1_600), query(1_006, 1_910.2)] })).toEqual([
      `database ${SELECT}: 900 × 1`,
    ]);
    const [root, ...others] = nested('Prices.load', 'Stock.load');
    const spans = [root, ...others.map(span => ({ ...span, parent: 0 }))].filter(span => span !== undefined);
    const slices = [slice(1_000, 1_010, 2), slice(1_910, 2_000, 2, REPLY)];
    const other = { slices, spans, operations: [queue(1_005, 1_600, { span: 1 })] };
    expect(waitsOf(other)).toEqual(['database 10.0.0.9:5432 (PostgreSQL): 900 × 1']);
  });

  it('counts each time in the queue once', () => {
    const starts = Array.from({ length: 40 }, (_, i) => 1_000 + i * 20);
    const parts = {
      slices: [...starts.map(start => slice(start, start + 1, 0, REPLY)), slice(1_800, 2_000, 0, REPLY)],
      operations: starts.flatMap(start => [queue(start + 0.5, start + 10), query(start + 10, start + 20)]),
    };
    expect(waitsOf(parts)).toEqual([`database ${SELECT}: 400 × 40`, `pool ${POOL}: 360 × 40`]);
  });
});
