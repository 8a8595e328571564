import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { LiveOptions } from '../../../lib/options/live-options.js';
import type { MonitorLogger } from '../../../lib/performance-monitor.logger.js';
import { OverheadMeter } from '../../../lib/stats/overhead-meter.js';
import { OverheadWatch } from '../../../lib/stats/overhead-watch.js';

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

  function tenSeconds(ownMs: number, usedMs: number): void {
    meter.addMs(ownMs);
    processMs += usedMs;
    jest.advanceTimersByTime(10_000);
  }

  it('warns once while the share is too large, and again after it was not', () => {
    tenSeconds(200, 5_000);
    expect(warnings).toEqual([]);
    tenSeconds(400, 5_000);
    tenSeconds(400, 5_000);
    expect(warnings).toEqual([expect.stringContaining('8 %')]);
    expect(warnings[0]).toContain('maxOverhead (5 %)');
    tenSeconds(10, 5_000);
    tenSeconds(400, 5_000);
    expect(warnings).toHaveLength(2);
  });

  it('follows the option', () => {
    options.maxOverhead = 0.1;
    tenSeconds(400, 5_000);
    expect(warnings).toEqual([]);
    options.maxOverhead = 0.01;
    tenSeconds(200, 5_000);
    expect(warnings).toHaveLength(1);
  });

  it('has nothing to say of an idle process, or after it was stopped', () => {
    tenSeconds(50, 60);
    watch.stop();
    tenSeconds(4_000, 5_000);
    expect(warnings).toEqual([]);
    expect(jest.getTimerCount()).toBe(0);
  });
});
