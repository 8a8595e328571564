import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { OverheadMeter } from '../../../lib/stats/overhead-meter.js';

describe('OverheadMeter', () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  function meterWithProcessCpu(ms: number): OverheadMeter {
    jest
      .spyOn(process, 'cpuUsage')
      .mockImplementation(since => ({ user: since ? ms * 600 : 0, system: since ? ms * 400 : 0 }));
    return new OverheadMeter();
  }

  it('is our share of the CPU time since it was made', () => {
    const meter = meterWithProcessCpu(1000);
    meter.addMs(30);
    meter.addMs(20);
    expect(meter.ratio()).toBeCloseTo(0.05, 6);
  });

  it('counts executions, and more for each span', () => {
    const meter = meterWithProcessCpu(1000);
    meter.countExecution(0);
    const bare = meter.ratio();
    meter.countExecution(100);
    expect(bare).toBeGreaterThan(0);
    expect(meter.ratio() - bare).toBeGreaterThan(bare);
  });

  it('stays between 0 and 1', () => {
    const meter = meterWithProcessCpu(10);
    meter.addMs(-5);
    meter.addMs(Number.NaN);
    expect(meter.ratio()).toBe(0);
    meter.addMs(500);
    expect(meter.ratio()).toBe(1);
    expect(meterWithProcessCpu(0).ratio()).toBe(0);
  });

  it('measures a step, gives its result and lets its error through', () => {
    const meter = meterWithProcessCpu(1000);
    const clock = jest.spyOn(performance, 'now');
    clock.mockReturnValueOnce(0).mockReturnValueOnce(10);
    expect(meter.measure(() => 'done')).toBe('done');
    expect(meter.ratio()).toBeCloseTo(0.01, 6);

    clock.mockReturnValueOnce(0).mockReturnValueOnce(10);
    const step = (): never => {
      throw new Error('broken');
    };
    expect(() => meter.measure(step)).toThrow('broken');
    expect(meter.ratio()).toBeCloseTo(0.02, 6);
  });
});
