import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { WorkMeter } from '../../../lib/alerts/work-meter.js';
import type { OverheadMeter } from '../../../lib/stats/overhead-meter.js';

describe('WorkMeter', () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('lets the loop go on after 2 ms of work, and counts the work without the pause', async () => {
    let now = 100;
    jest.spyOn(performance, 'now').mockImplementation(() => now);
    const worked: number[] = [];
    const meter = new WorkMeter({ addMs: (ms: number) => worked.push(ms) } as unknown as OverheadMeter);
    let turns = 0;
    setImmediate(() => {
      turns += 1;
      now += 50;
    });

    now += 1.9;
    await meter.pause();
    expect({ turns, worked }).toEqual({ turns: 0, worked: [] });
    now += 1.1;
    await meter.pause();
    expect(turns).toBe(1);
    now += 1.5;
    meter.stop();
    expect(worked.map(ms => Number(ms.toFixed(3)))).toEqual([3, 1.5]);
  });
});
