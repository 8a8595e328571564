import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { startCpuClock } from '../../../lib/platform/cpu-clock.js';
import { OverheadMeter, shareOf } from '../../../lib/overhead/overhead-meter.js';

let processMs = 0;

afterEach(() => {
  jest.restoreAllMocks();
});

function usage(since?: NodeJS.CpuUsage): NodeJS.CpuUsage {
  return { user: processMs * 600 - (since?.user ?? 0), system: processMs * 400 - (since?.system ?? 0) };
}

function meterWithProcessCpu(ms: number): OverheadMeter {
  processMs = 0;
  jest.spyOn(process, 'cpuUsage').mockImplementation(usage);
  const meter = new OverheadMeter();
  processMs = ms;
  return meter;
}

describe('OverheadMeter', () => {
  it('is the share of the CPU time since its creation', () => {
    const meter = meterWithProcessCpu(1000);
    meter.addMs(30);
    meter.addMs(20);
    expect(meter.share()).toBeCloseTo(0.05, 6);
  });

  it('counts executions, and more for each span', () => {
    const meter = meterWithProcessCpu(1000);
    meter.countExecution(0);
    const bare = meter.share();
    meter.countExecution(100);
    expect(bare).toBeGreaterThan(0);
    expect(meter.share() - bare).toBeGreaterThan(bare);
    expect(meter.recent().executions).toBe(2);
  });

  it('stays between 0 and 1', () => {
    const meter = meterWithProcessCpu(10);
    meter.addMs(-5);
    meter.addMs(Number.NaN);
    expect(meter.share()).toBe(0);
    meter.addMs(500);
    expect(meter.share()).toBe(1);
    expect(meterWithProcessCpu(0).share()).toBe(0);
  });

  it('drops periods older than six', () => {
    const meter = meterWithProcessCpu(1000);
    meter.addMs(1000);
    expect(shareOf(meter.mark())).toBe(1);
    for (let period = 0; period < 6; period += 1) {
      expect(meter.share()).toBeGreaterThan(0);
      processMs += 1000;
      meter.addMs(100);
      expect(shareOf(meter.mark())).toBeCloseTo(0.1, 6);
    }
    expect(meter.share()).toBeCloseTo(0.1, 6);
  });

  it('measures a step, and passes its result or error on', () => {
    const meter = meterWithProcessCpu(1000);
    const step = <T>(last: () => T) =>
      meter.measure(() => {
        const end = performance.now() + 5;
        while (performance.now() < end);
        return last();
      });
    jest.spyOn(process, 'cpuUsage').mockRestore();
    const elapsed = startCpuClock();
    expect(step(() => 'done')).toBe('done');
    const one = meter.recent().ownMs;
    const broken = (): never => {
      throw new Error('broken');
    };
    expect(() => step(broken)).toThrow('broken');
    expect(one).toBeGreaterThan(0);
    expect(meter.recent().ownMs).toBeGreaterThan(one);
    expect(meter.recent().ownMs).toBeLessThanOrEqual(elapsed());
  });
});
