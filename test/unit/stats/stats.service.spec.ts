import { describe, expect, it } from '@jest/globals';
import { OverheadMeter } from '../../../lib/overhead/overhead-meter.js';
import { StatsService } from '../../../lib/stats/stats.service.js';

describe('StatsService', () => {
  const create = (): StatsService => new StatsService(new OverheadMeter());

  it('is all zero at first', () => {
    expect(create().snapshot()).toMatchObject({
      executions: 0,
      slow: 0,
      slowRate: 0,
      alerts: { sent: 0, suppressed: 0, failed: 0, dropped: 0 },
      endpoints: [],
      endpointsDropped: 0,
    });
  });

  it('counts each endpoint by kind and name', () => {
    const stats = create();
    stats.record('http', 'GET /a', 10, false);
    stats.record('http', 'GET /a', 2000, true);
    stats.record('cron', 'GET /a', 5, false);
    const { executions, slow, slowRate, endpoints } = stats.snapshot();
    expect({ executions, slow, slowRate }).toEqual({ executions: 3, slow: 1, slowRate: 1 / 3 });
    expect(endpoints).toMatchObject([
      { kind: 'http', name: 'GET /a', count: 2, slow: 1, maxMs: 2000 },
      { kind: 'cron', name: 'GET /a', count: 1, slow: 0, maxMs: 5 },
    ]);
  });

  it('puts the endpoint that costs the most time first', () => {
    const stats = create();
    stats.record('http', 'rare', 900, false);
    for (let call = 0; call < 100; call += 1) stats.record('http', 'frequent', 20, false);
    stats.record('http', 'light', 1, false);
    expect(stats.snapshot().endpoints.map(endpoint => endpoint.name)).toEqual(['frequent', 'rare', 'light']);
  });

  it('keeps 500 endpoints and counts the rest of each kind as (other)', () => {
    const stats = create();
    for (let index = 0; index < 500; index += 1) stats.record('http', `GET /${index}`, 1, false);
    expect(stats.snapshot()).toMatchObject({ endpointsDropped: 0 });
    expect(stats.snapshot().endpoints).toHaveLength(500);

    stats.record('http', 'GET /late', 1, false);
    stats.record('http', 'GET /later', 1, true);
    stats.record('ws', 'late', 1, false);
    stats.record('http', 'GET /0', 1, false);
    const { endpoints, endpointsDropped, executions } = stats.snapshot();
    expect(endpointsDropped).toBe(3);
    expect(executions).toBe(504);
    expect(endpoints).toHaveLength(502);
    expect(endpoints).toContainEqual(expect.objectContaining({ kind: 'http', name: '(other)', count: 2, slow: 1 }));
    expect(endpoints).toContainEqual(expect.objectContaining({ kind: 'ws', name: '(other)', count: 1 }));
    expect(endpoints).toContainEqual(expect.objectContaining({ name: 'GET /0', count: 2 }));
  });

  it('cuts a long name, always in the same way', () => {
    const stats = create();
    stats.record('event', 'x'.repeat(10_000), 1, false);
    stats.record('event', 'x'.repeat(10_000), 1, false);
    expect(stats.snapshot().endpoints).toMatchObject([{ name: 'x'.repeat(200), count: 2 }]);
  });

  it('counts the results of alerts', () => {
    const stats = create();
    stats.alertSent();
    stats.alertSuppressed('repeat');
    stats.alertSuppressed('victim');
    stats.alertFailed('timeout');
    stats.alertDropped('shutdown');
    stats.alertDropped('shutdown');
    stats.delivery('mattermost', 'delivered');
    stats.delivery('mattermost', 'ambiguous');
    expect(stats.snapshot().alerts).toEqual({
      sent: 1,
      suppressed: 2,
      failed: 1,
      dropped: 2,
      reasons: { repeat: 1, victim: 1, timeout: 1, shutdown: 2 },
      notifiers: { mattermost: { delivered: 1, failed: 0, ambiguous: 1, dropped: 0 } },
    });
  });

  it('starts again at a reset, without a change of earlier snapshots', () => {
    const stats = create();
    stats.record('http', 'GET /a', 10, true);
    stats.alertSent();
    const before = stats.snapshot();
    stats.reset();
    const after = stats.snapshot();
    expect(after).toMatchObject({ executions: 0, slow: 0, alerts: { sent: 0 }, endpoints: [] });
    expect(Date.parse(after.since)).toBeGreaterThanOrEqual(Date.parse(before.since));
    expect(before).toMatchObject({ executions: 1, alerts: { sent: 1 }, endpoints: [{ name: 'GET /a' }] });
  });
});
