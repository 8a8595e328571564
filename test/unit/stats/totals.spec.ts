import { describe, expect, it } from '@jest/globals';
import { OverheadMeter } from '../../../lib/overhead/overhead-meter.js';
import { MAX_ENDPOINTS } from '../../../lib/stats/endpoint-limits.js';
import { StatsService } from '../../../lib/stats/stats.service.js';

describe('StatsService.totals()', () => {
  it('adds up all endpoints by kind, those beyond the limit included', () => {
    const stats = new StatsService(new OverheadMeter());
    for (let index = 0; index < MAX_ENDPOINTS + 10; index += 1)
      stats.record('http', `GET /${index}`, 5, index % 2 === 0);
    stats.record('queue', 'job mail/welcome', 5, true);
    const slow = (MAX_ENDPOINTS + 10) / 2;
    expect(stats.totals()).toMatchObject({
      executions: { http: MAX_ENDPOINTS + 10, queue: 1 },
      slow: { http: slow, queue: 1 },
    });
  });

  it('only grows: a reset of the statistics does not change it', () => {
    const stats = new StatsService(new OverheadMeter());
    const count = (): void => {
      stats.record('http', 'GET /', 5, true);
      stats.alertSent();
      stats.alertSuppressed('repeat');
      stats.verdict('cpu');
    };
    count();
    stats.reset();
    expect(stats.totals().executions).toEqual({ http: 1 });
    count();
    stats.reset();
    expect(stats.totals()).toEqual({
      executions: { http: 2 },
      slow: { http: 2 },
      alerts: { sent: 2, suppressed: 2, failed: 0, dropped: 0 },
      verdicts: { cpu: 2 },
    });
    expect(stats.snapshot().executions).toBe(0);
  });
});
