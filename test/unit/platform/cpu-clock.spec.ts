import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { cpuMs, startCpuClock } from '../../../lib/platform/cpu-clock.js';

afterEach(() => {
  jest.restoreAllMocks();
});

describe('startCpuClock', () => {
  const clock = (source: Parameters<typeof startCpuClock>[0], wallMs: number, work: () => void): number => {
    jest
      .spyOn(performance, 'now')
      .mockReturnValueOnce(100)
      .mockReturnValueOnce(100 + wallMs);
    const elapsed = startCpuClock(source);
    work();
    return elapsed();
  };
  const source = (thread: boolean, used: { processMs: number; threadMs: number }) => {
    const read = (ms: number, since?: NodeJS.CpuUsage) => ({ user: ms * 1000 - (since?.user ?? 0), system: 0 });
    return {
      cpuUsage: (since?: NodeJS.CpuUsage) => read(used.processMs, since),
      ...(thread && { threadCpuUsage: (since?: NodeJS.CpuUsage) => read(used.threadMs, since) }),
    };
  };

  it.each([
    { title: "is the thread's CPU time where Node has it", thread: true, processMs: 5, wallMs: 80, expected: 2 },
    { title: "is at most the process's CPU time elsewhere", thread: false, processMs: 5, wallMs: 80, expected: 5 },
    { title: 'is at most the wall time', thread: false, processMs: 5, wallMs: 3, expected: 3 },
  ])('$title', ({ thread, processMs: after, wallMs, expected }) => {
    const used = { processMs: 1000, threadMs: 500 };
    const work = (): void => {
      used.processMs += after;
      used.threadMs += 2;
    };
    expect(clock(source(thread, used), wallMs, work)).toBe(expected);
  });

  it('is not the time that the thread waited', () => {
    const before = process.cpuUsage();
    const elapsed = startCpuClock();
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
    expect(elapsed()).toBeLessThanOrEqual(cpuMs(process.cpuUsage(before)));
    expect(elapsed()).toBeLessThan(250);
  });
});
