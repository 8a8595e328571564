import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { LiveOptions } from '../../../lib/options/live-options.js';
import type { MonitorLogger } from '../../../lib/logging/monitor.logger.js';
import { OverheadMeter } from '../../../lib/overhead/overhead-meter.js';
import { OverheadWatch } from '../../../lib/overhead/overhead-watch.js';

describe('OverheadWatch', () => {
  const options = { maxOverhead: 0.05 };
  let processMs = 0;
  let warnings: string[] = [];
  let meter: OverheadMeter;
  let watch: OverheadWatch;

  beforeEach(() => {
    jest.useFakeTimers();
    processMs = 0;
    warnings = [];
    options.maxOverhead = 0.05;
    jest
      .spyOn(process, 'cpuUsage')
      .mockImplementation(since => ({ user: processMs * 1_000 - (since?.user ?? 0), system: 0 }));
    meter = new OverheadMeter();
    const live = { current: options } as LiveOptions;
    const logger = { warn: (line: string) => warnings.push(line) } as unknown as MonitorLogger;
    watch = new OverheadWatch(meter, live, logger);
    watch.start();
  });

  afterEach(() => {
    watch.stop();
    jest.useRealTimers();
    jest.restoreAllMocks();
  });

  function tenSeconds(ownMs: number, usedMs: number, executions = 1_000): void {
    const before = meter.recent();
    for (let n = 0; n < executions; n += 1) meter.countExecution(0);
    meter.addMs(ownMs - (meter.recent().ownMs - before.ownMs));
    processMs += usedMs;
    jest.advanceTimersByTime(10_000);
  }

  function aMinute(ownMs: number, usedMs: number, executions?: number): void {
    for (let period = 0; period < 6; period += 1) tenSeconds(ownMs, usedMs, executions);
  }

  it('warns once when the share was too large for a minute, with the figure of stats and reports', () => {
    for (let period = 0; period < 5; period += 1) tenSeconds(400, 5_000);
    expect(warnings).toEqual([]);
    tenSeconds(400, 5_000);
    expect(warnings).toEqual([expect.stringContaining('about 8 % of the process')]);
    expect(warnings[0]).toContain('maxOverhead (5 %)');
    expect(meter.share()).toBeCloseTo(0.08, 6);
    aMinute(400, 5_000);
    expect(warnings).toHaveLength(1);
  });

  it('warns again only after a minute clearly within the bound', () => {
    aMinute(400, 5_000);
    aMinute(230, 5_000);
    aMinute(400, 5_000);
    expect(warnings).toHaveLength(1);
    aMinute(100, 5_000);
    aMinute(400, 5_000);
    expect(warnings).toHaveLength(2);
  });

  it('does not treat an idle minute as within the bound', () => {
    aMinute(400, 5_000);
    aMinute(1, 20, 0);
    aMinute(400, 5_000);
    expect(warnings).toHaveLength(1);
  });

  it('never reports more than 100 % of the CPU time', () => {
    aMinute(30_000, 5_000);
    expect(warnings).toEqual([expect.stringContaining('about 100 % of')]);
  });

  it('ignores a burst of reports', () => {
    tenSeconds(3_000, 5_000);
    aMinute(10, 5_000);
    expect(warnings).toEqual([]);
  });

  it.each([
    { title: 'nine requests at an idle start', ownMs: 400, usedMs: 500, executions: 2 },
    { title: 'a process that uses next to nothing', ownMs: 50, usedMs: 60, executions: 1_000 },
  ])('ignores $title', ({ ownMs, usedMs, executions }) => {
    aMinute(ownMs, usedMs, executions);
    aMinute(ownMs, usedMs, executions);
    expect(warnings).toEqual([]);
  });

  it('applies a changed option', () => {
    options.maxOverhead = 0.1;
    aMinute(400, 5_000);
    expect(warnings).toEqual([]);
    options.maxOverhead = 0.01;
    tenSeconds(400, 5_000);
    expect(warnings).toEqual([]);
    aMinute(400, 5_000);
    expect(warnings).toHaveLength(1);
  });

  it('is silent after its stop', () => {
    watch.stop();
    aMinute(4_000, 5_000);
    expect(warnings).toEqual([]);
    expect(jest.getTimerCount()).toBe(0);
  });
});
