import { PerformanceObserver } from 'node:perf_hooks';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { GcLog } from '../../../../lib/recorder/log/gc-log.js';

type Pause = readonly [start: number, end: number];

/** A log that receives one batch of pauses at each reading. */
function logOf(...batches: Pause[][]): GcLog {
  const left = batches.map(batch => batch.map(([startTime, end]) => ({ startTime, duration: end - startTime })));
  jest.spyOn(PerformanceObserver.prototype, 'observe').mockImplementation(() => undefined);
  jest
    .spyOn(PerformanceObserver.prototype, 'takeRecords')
    .mockImplementation(() => (left.shift() ?? []) as unknown as ReturnType<PerformanceObserver['takeRecords']>);
  const log = new GcLog();
  log.start();
  return log;
}

describe('GcLog', () => {
  afterEach(() => void jest.restoreAllMocks());

  it('returns the pauses of an interval in order, clipped, without adjacent ones', () => {
    const log = logOf([
      [50, 60],
      [90, 110],
      [190, 250],
      [300, 310],
      [200, 205],
    ]);
    expect(log.between(60, 200)).toEqual([
      { start: 90, end: 110 },
      { start: 190, end: 200 },
    ]);
    expect(log.between(400, 500)).toEqual([]);
  });

  it('joins pauses that overlap', () => {
    const log = logOf([
      [10, 50],
      [20, 30],
      [45, 60],
      [60, 70],
      [71, 72],
    ]);
    expect(log.between(0, 100)).toEqual([
      { start: 10, end: 70 },
      { start: 71, end: 72 },
    ]);
  });

  it('collects entries that Node has not delivered yet, and keeps earlier ones', () => {
    const log = logOf([[10, 20]], [[30, 40]]);
    expect(log.between(0, 100)).toHaveLength(1);
    expect(log.between(0, 100)).toHaveLength(2);
  });

  it('drops the oldest pauses when its ring is full', () => {
    const pauses = Array.from({ length: 20_000 }, (_, i): Pause => [i * 10, i * 10 + 1]);
    const log = logOf(pauses);
    const kept = log.between(0, 1e9);
    expect(kept).toHaveLength(16_384);
    expect([kept[0]?.start, kept.at(-1)?.start]).toEqual([(20_000 - 16_384) * 10, 199_990]);
  });

  it('is empty before its start, records a real collection, and can be stopped twice', async () => {
    const log = new GcLog();
    expect(log.between(0, Infinity)).toEqual([]);
    log.start();
    const from = performance.now();
    const kept: object[][] = [];
    while (log.between(from, Infinity).length === 0 && performance.now() - from < 10_000) {
      kept.push(Array.from({ length: 50_000 }, () => ({})));
      await new Promise(resolve => setImmediate(resolve));
    }
    expect(log.between(from, performance.now()).length).toBeGreaterThan(0);
    log.stop();
    log.stop();
    expect(() => log.between(from, performance.now())).not.toThrow();
  });
});
