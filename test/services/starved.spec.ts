import { existsSync, readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { Accounting } from '../../lib/index.js';
import { CpuGroup } from './starved/cpu-group.js';
import { StarvedApp } from './starved/starved-app.js';

const SCHEDSTAT = '/proc/thread-self/schedstat';
const isMeasured = existsSync(SCHEDSTAT) && !readFileSync(SCHEDSTAT, 'utf8').startsWith('0 0 0');

const probe = await CpuGroup.make();
await probe?.remove();
const canLimit = probe !== undefined;

function partsOf({ cpuMs, gcMs, blockedMs, starvedMs, clientMs, unexplainedMs, waiting }: Accounting): number {
  const waits = waiting.reduce((sum, { ms }) => sum + ms, 0);
  return cpuMs + gcMs + blockedMs + starvedMs + clientMs + unexplainedMs + waits;
}

describe('a process without a processor', () => {
  const closers: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0).toReversed()) await close();
  });

  async function start(place?: (pid: number) => Promise<void>): Promise<StarvedApp> {
    const app = await StarvedApp.start(place);
    closers.push(() => app.close());
    return app;
  }

  if (!isMeasured) {
    it('is not reported where the kernel does not measure it: the time stays in other parts', async () => {
      const app = await start();
      await app.getStarved('/pieces');
      const [report] = (await app.results()).reports;
      expect(report?.accounting.starvedMs).toBe(0);
      expect(report?.verdict.kind).not.toBe('cpu-starved');
      expect(report?.monitor.degraded.join(' ')).toContain('does not report if the process had a processor');
    });
    return;
  }

  it('is the verdict of a process that is stopped again and again, and nobody is blamed', async () => {
    const app = await start();
    await app.getStarved('/pieces');
    const { reports } = await app.results();
    expect(reports).toHaveLength(1);
    const [report] = reports;
    expect(report?.verdict.kind).toBe('cpu-starved');
    expect(report?.verdict.headline).toMatch(/^The process had no processor for [\d.]+ (?:m?s )?of [\d.]+ m?s/);
    expect(report?.verdict.headline).toMatch(/stopped(?: \d+ times)?(?:;|$)/);
    expect(report?.verdict.share).toBeGreaterThan(0.5);
    const { accounting } = report ?? {};
    if (accounting === undefined) throw new Error('no report');
    expect(partsOf(accounting)).toBeCloseTo(accounting.durationMs, 0);
    expect(accounting.blockedMs).toBeLessThan(accounting.durationMs / 10);
    expect(report?.timeline.loop.some(({ type }) => type === 'starved')).toBe(true);
  });

  it('is reported once for all endpoints, and not of a request that only waited meanwhile', async () => {
    const app = await start();
    await app.getStarved('/pieces');
    await app.getStarved('/other');
    const { alerts } = await app.results();
    expect(alerts).toMatchObject({ sent: 1, reasons: { starved: alerts.suppressed } });
    // Stopped within the wait, which would not have ended earlier.
    await Promise.all([app.get('/pause'), app.starving(200, 20, async () => undefined)]);
    const { reports } = await app.results();
    const pause = reports.find(({ execution }) => execution.name === 'GET /pause');
    expect(pause?.verdict.kind).toBe('timer');
  });

  // Skipped where this user must not make a control group.
  (canLimit ? it : it.skip)('is the verdict of a process that its CPU limit throttles, with the limit', async () => {
    const group = await CpuGroup.make();
    if (group === undefined) throw new Error('no control group');
    closers.push(() => group.remove());
    await group.limit(2);
    const app = await start(pid => group.add(pid));
    // So low that other processes delay it less. The sampler alone uses up 0.05 of a processor, on some machines more.
    await group.limit(0.2);
    await app.get('/heavy');
    const [report] = (await app.results()).reports;
    await group.limit(2);
    expect(report?.verdict).toMatchObject({ kind: 'cpu-starved', subject: 'CPU limit 0.2' });
    expect(report?.verdict.headline).toMatch(/its CPU limit \(0\.2\) throttled it (?:once|\d+ times)(?:;|$)/);
    expect(report?.verdict.count).toBeGreaterThan(0);
  });
});
