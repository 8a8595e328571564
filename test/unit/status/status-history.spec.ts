import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { EndpointStats } from '../../../lib/model/performance-stats.interface.js';
import type { RecentAlert } from '../../../lib/model/recent-alert.interface.js';
import { alertsByMinute, MINUTES, StatusHistory } from '../../../lib/status/status-history.js';

function endpoint(name: string, count: number): EndpointStats {
  return { kind: 'http', name, count, slow: 0, p50Ms: 1, p95Ms: 1, p99Ms: 1, maxMs: 1 };
}

describe('the history of the endpoints', () => {
  afterEach(() => {
    jest.useRealTimers();
  });

  it('has the executions of each minute, the present one last', () => {
    jest.useFakeTimers();
    let counts = { a: 5 };
    const history = new StatusHistory(() => [endpoint('GET /a', counts.a)]);
    history.start();
    counts = { a: 8 };
    jest.advanceTimersByTime(60_000);
    counts = { a: 8 };
    jest.advanceTimersByTime(60_000);
    counts = { a: 10 };
    expect(history.of(endpoint('GET /a', 10))).toEqual([3, 0, 2]);
    history.stop();
    expect(jest.getTimerCount()).toBe(0);
  });

  it('begins again with the statistics', () => {
    let count = 100;
    const history = new StatusHistory(() => [endpoint('GET /a', count)]);
    history.start();
    count = 7;
    history.turn();
    expect(history.of(endpoint('GET /a', 9))).toEqual([7, 2]);
    history.stop();
  });

  it('keeps sixty minutes of a hundred endpoints', () => {
    let count = 0;
    let first = 0;
    const all = (): EndpointStats[] => Array.from({ length: 150 }, (_, n) => endpoint(`GET /${first + n}`, count));
    const history = new StatusHistory(all);
    history.start();
    for (let minute = 0; minute < 100; minute += 1) {
      count += 1;
      history.turn();
    }
    expect(history.of(endpoint('GET /99', count))).toHaveLength(MINUTES);
    expect(history.of(endpoint('GET /100', count))).toEqual([]);
    first = 1_000;
    history.turn();
    expect(history.of(endpoint('GET /0', count))).toEqual([]);
    history.stop();
  });
});

describe('the alerts of an hour', () => {
  it('stand in the minutes of their starts', () => {
    const now = Date.parse('2026-03-01T12:00:00.000Z');
    const at = (startedAt: string): RecentAlert => ({ startedAt }) as RecentAlert;
    const alerts = ['11:59:30', '11:59:01', '11:00:30', '10:59:59', '12:00:01'].map(time =>
      at(`2026-03-01T${time}.000Z`),
    );
    const minutes = alertsByMinute(alerts, now);
    expect(minutes).toHaveLength(MINUTES);
    expect([minutes.at(-1), minutes.at(-2), minutes[0]]).toEqual([2, 0, 1]);
    expect(minutes.reduce((sum, each) => sum + each)).toBe(3);
  });
});
