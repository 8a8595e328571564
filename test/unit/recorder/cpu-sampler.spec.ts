import { describe, expect, it } from '@jest/globals';
import type { CpuProfile } from '../../../lib/recorder/cpu-profile.interface.js';
import { CpuSampler } from '../../../lib/recorder/cpu-sampler.js';

type Inspector = ReturnType<NonNullable<ConstructorParameters<typeof CpuSampler>[1]>>;

function fakeInspector(refuses?: string) {
  const calls: string[] = [];
  let listener: ((message: object) => void) | undefined;
  const finished = (title: string | undefined): void => listener?.({ params: { title, profile: { title } } });
  class Session {
    connect = (): unknown => calls.push('connect');
    disconnect = (): unknown => calls.push('disconnect');
    on = (_event: string, each: (message: object) => void): void => void (listener = each);
    post(method: string, params: { interval?: number } | undefined, done: (error: Error | null) => void): void {
      calls.push(`${method}${params?.interval === undefined ? '' : ` ${params.interval}`}`);
      done(method === refuses ? new Error('refused') : null);
    }
  }
  const console = {
    profile: (title: string): unknown => calls.push(`profile ${title}`),
    profileEnd: (title: string): void => {
      calls.push(`end ${title}`);
      finished(title);
    },
  };
  return { calls, finished, inspector: { Session, console } as unknown as Inspector };
}

const titles = (profiles: CpuProfile[]): unknown[] =>
  profiles.map(profile => (profile as unknown as { title: string }).title);

describe('CpuSampler', () => {
  it('begins the next profile before it ends the last, so that the sampler never stops', () => {
    const { calls, inspector } = fakeInspector();
    const sampler = new CpuSampler('t', () => inspector);
    const got: CpuProfile[] = [];
    sampler.acquire(profile => got.push(profile), 10);
    sampler.rotate();
    sampler.rotate();
    expect(calls).toEqual([
      'connect',
      'Profiler.enable',
      'Profiler.setSamplingInterval 10000',
      'profile t-0',
      'profile t-1',
      'end t-0',
      'profile t-2',
      'end t-1',
    ]);
    expect(titles(got)).toEqual(['t-0', 't-1']);
  });

  it('runs while anybody uses it, and hands each profile to all', () => {
    const { calls, inspector } = fakeInspector();
    const sampler = new CpuSampler('t', () => inspector);
    const [one, two]: CpuProfile[][] = [[], []];
    const first = (profile: CpuProfile): unknown => one?.push(profile);
    const second = (profile: CpuProfile): unknown => two?.push(profile);
    sampler.acquire(first, 10);
    sampler.acquire(second, 99);
    sampler.rotate();
    sampler.release(first);
    sampler.release(first);
    sampler.rotate();
    expect(calls).not.toContain('disconnect');
    sampler.release(second);
    expect(calls.filter(call => /connect/.test(call))).toEqual(['connect', 'disconnect']);
    expect(calls.slice(-3)).toEqual(['end t-2', 'Profiler.disable', 'disconnect']);
    expect([titles(one ?? []), titles(two ?? [])]).toEqual([['t-0'], ['t-0', 't-1']]);
    const before = calls.length;
    sampler.rotate();
    expect(calls).toHaveLength(before);
    sampler.acquire(second, 5);
    expect(calls.slice(before)).toContain('Profiler.setSamplingInterval 5000');
  });

  it('passes over the profiles of others', () => {
    const { finished, inspector } = fakeInspector();
    const sampler = new CpuSampler('t', () => inspector);
    const got: CpuProfile[] = [];
    sampler.acquire(profile => got.push(profile), 10);
    finished('mine');
    finished(undefined);
    expect(got).toEqual([]);
  });

  it.each(['Profiler.enable', 'Profiler.setSamplingInterval'])(
    'throws when %s is refused, and leaves no session behind',
    method => {
      const { calls, inspector } = fakeInspector(method);
      const sampler = new CpuSampler('t', () => inspector);
      expect(() => sampler.acquire(() => undefined, 10)).toThrow('refused');
      expect(calls.at(-1)).toBe('disconnect');
      sampler.rotate();
      sampler.release(() => undefined);
      expect(calls.filter(call => call.startsWith('profile'))).toEqual([]);
    },
  );

  it('throws where there is no inspector', () => {
    const sampler = new CpuSampler('t', () => {
      throw new Error('no inspector');
    });
    expect(() => sampler.acquire(() => undefined, 10)).toThrow('no inspector');
  });
});
