import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { OverheadMeter } from '../../../lib/overhead/overhead-meter.js';
import { OwnWork } from '../../../lib/overhead/own-work.js';

describe('OwnWork', () => {
  let now = 100;
  const worked: number[] = [];
  const meter = new OverheadMeter();
  /** By the mocked clock: steps that only advance a clock use no CPU time. */
  meter.measure = step => {
    const start = performance.now();
    try {
      return step();
    } finally {
      worked.push(Math.round((performance.now() - start) * 1_000) / 1_000);
    }
  };

  afterEach(() => {
    jest.restoreAllMocks();
    worked.length = 0;
  });

  function* steps(times: readonly number[], note: () => void = () => undefined): Generator<void, string, void> {
    for (const ms of times) {
      note();
      now += ms;
      yield;
    }
    return 'done';
  }

  it('yields to the loop after 2 ms of work, and counts the work without the pauses', async () => {
    jest.spyOn(performance, 'now').mockImplementation(() => now);
    const pause = setInterval(() => (now += 50), 1);
    expect(await new OwnWork(meter).run(steps([1.9, 1.1, 1.5]))).toBe('done');
    clearInterval(pause);
    expect(worked).toEqual([3, 1.5]);
  });

  it('runs one slice in a turn of the event loop, for any number of works', async () => {
    jest.spyOn(performance, 'now').mockImplementation(() => now);
    const slicesByTurn: number[] = [];
    let slices = 0;
    let running = true;
    const turn = (): void => {
      slicesByTurn.push(slices);
      slices = 0;
      if (running) setImmediate(turn);
    };
    setImmediate(turn);
    const work = new OwnWork(meter);
    const works = Array.from({ length: 5 }, () => work.run(steps([3, 3, 3], () => (slices += 1))));
    await Promise.all(works);
    running = false;
    expect(Math.max(...slicesByTurn)).toBe(1);
    expect(worked.filter(ms => ms > 0)).toEqual(Array.from({ length: 15 }, () => 3));
  });

  it('rejects with the error of the work, and continues with the others', async () => {
    const work = new OwnWork(meter);
    const broken = steps([1], () => {
      throw new Error('broken');
    });
    const results = await Promise.allSettled([work.run(broken), work.run(steps([1]))]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
  });
});
