import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { SHARED } from '../../../../lib/platform/process-wide.js';
import type { CpuProfile } from '../../../../lib/recorder/sampling/cpu-profile.interface.js';
import { CpuSampler, LINGER_MS } from '../../../../lib/recorder/sampling/cpu-sampler.js';

type Inspector = ReturnType<NonNullable<ConstructorParameters<typeof CpuSampler>[0]>>;
type Listener = (message: object) => void;

function fakeInspector(rejected?: string) {
  const calls: string[] = [];
  const listeners = new Set<Listener>();
  const fake = { url: undefined as string | undefined };
  const finished = (title: string | undefined): void => {
    for (const each of listeners) each({ params: { title, profile: { title } } });
  };
  class Session {
    connect = (): unknown => calls.push('connect');
    disconnect = (): unknown => calls.push('disconnect');
    on = (_event: string, each: Listener): unknown => listeners.add(each);
    off = (_event: string, each: Listener): unknown => listeners.delete(each);
    post(method: string, params: { interval?: number } | undefined, done: (error: Error | null) => void): void {
      calls.push(`${method}${params?.interval === undefined ? '' : ` ${params.interval}`}`);
      done(method === rejected ? new Error('refused') : null);
    }
  }
  /** Titles end with a number. */
  const short = (title: string): string => /\d+$/.exec(title)?.[0] ?? title;
  const console = {
    profile: (title: string): unknown => calls.push(`profile ${short(title)}`),
    profileEnd: (title: string): void => {
      calls.push(`end ${short(title)}`);
      finished(title);
    },
  };
  const inspector = { Session, console, url: () => fake.url } as unknown as Inspector;
  return { calls, finished, fake, listeners, inspector, sampler: () => new CpuSampler(() => inspector, noRefusal) };
}

const noRefusal = (): undefined => undefined;
const titles = (profiles: CpuProfile[]): number[] =>
  profiles.map(profile => Number(/\d+$/.exec((profile as unknown as { title: string }).title)?.[0]));

describe('CpuSampler', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('starts the next profile before it ends the last: the sampler never stops', () => {
    const { calls, sampler: make } = fakeInspector();
    const sampler = make();
    const got: CpuProfile[] = [];
    sampler.acquire(profile => got.push(profile), 10);
    sampler.rotate();
    sampler.rotate();
    expect(calls).toEqual([
      'connect',
      'Profiler.enable',
      'Profiler.setSamplingInterval 10000',
      'profile 1',
      'profile 2',
      'end 1',
      'profile 3',
      'end 2',
    ]);
    expect(titles(got)).toEqual([1, 2]);
  });

  it('shares its session with its own version only, and receives no profiles of other versions', () => {
    const { finished, inspector, sampler: make } = fakeInspector();
    const sampler = make();
    const got: CpuProfile[] = [];
    sampler.acquire(profile => got.push(profile), 10);
    sampler.rotate();
    finished(`nestjs-performance-monitor@0.0.1-${process.pid}-1`);
    expect(titles(got)).toEqual([1]);
    expect(Object.getOwnPropertySymbols(inspector)).toEqual([Symbol.for(`${SHARED}:profiler-session`)]);
  });

  it('runs while it has users, and delivers each profile to all', () => {
    const { calls, sampler: make } = fakeInspector();
    const sampler = make();
    const [one, two]: CpuProfile[][] = [[], []];
    const first = (profile: CpuProfile): unknown => one?.push(profile);
    const second = (profile: CpuProfile): unknown => two?.push(profile);
    sampler.acquire(first, 10);
    sampler.acquire(second, 99);
    sampler.rotate();
    sampler.release(first);
    sampler.release(first);
    sampler.rotate();
    jest.advanceTimersByTime(2 * LINGER_MS);
    expect(calls.at(-1)).toBe('end 2');
    sampler.release(second);
    jest.advanceTimersByTime(2 * LINGER_MS);
    expect(calls.at(-1)).toBe('end 3');
    expect([titles(one ?? []), titles(two ?? [])]).toEqual([[1], [1, 2]]);
    const before = calls.length;
    sampler.rotate();
    expect(calls).toHaveLength(before);
    sampler.acquire(second, 5);
    expect(calls.slice(before)).toEqual(['Profiler.setSamplingInterval 5000', 'profile 4']);
  });

  it('continues for the next user that comes soon and has the same interval', () => {
    const { calls, sampler: make } = fakeInspector();
    const sampler = make();
    const listener = (): void => undefined;
    sampler.acquire(listener, 10);
    sampler.release(listener);
    jest.advanceTimersByTime(LINGER_MS - 1);
    sampler.acquire(listener, 10);
    jest.advanceTimersByTime(2 * LINGER_MS);
    expect(calls.slice(3)).toEqual(['profile 1', 'profile 2', 'end 1']);
    sampler.release(listener);
    sampler.acquire(listener, 20);
    expect(calls.slice(6)).toEqual(['end 2', 'Profiler.setSamplingInterval 20000', 'profile 3']);
  });

  it('ends at once for a user that it harms, also while it lingers, unless it has other users', () => {
    const { calls, sampler: make } = fakeInspector();
    const sampler = make();
    const [harmed, other] = [() => undefined, () => undefined];
    sampler.acquire(harmed, 10);
    sampler.acquire(other, 10);
    sampler.renounce(harmed);
    expect(calls.slice(3)).toEqual(['profile 1']);
    sampler.release(other);
    expect(calls.slice(3)).toEqual(['profile 1']);
    sampler.renounce(harmed);
    expect(calls.slice(3)).toEqual(['profile 1', 'end 1']);
    sampler.acquire(other, 10);
    jest.advanceTimersByTime(2 * LINGER_MS);
    expect(calls.at(-1)).toBe('profile 2');
  });

  it('never ends its session, which would end the coverage of others, and opens no second session', () => {
    const { calls, listeners, sampler: make } = fakeInspector();
    const listener = (): void => undefined;
    for (const sampler of [make(), make()]) {
      for (let round = 0; round < 10; round += 1) {
        sampler.acquire(listener, 10);
        sampler.rotate();
        sampler.release(listener);
        jest.advanceTimersByTime(2 * LINGER_MS);
      }
    }
    expect(calls.filter(call => /connect|enable|disable/.test(call))).toEqual(['connect', 'Profiler.enable']);
    expect(listeners.size).toBe(0);
  });

  it('starts no profile while the inspector is open, and samples again when it is closed', () => {
    const { calls, fake, sampler: make } = fakeInspector();
    const sampler = make();
    const got: CpuProfile[] = [];
    fake.url = 'ws://127.0.0.1:9229/x';
    sampler.acquire(profile => got.push(profile), 10);
    sampler.rotate();
    expect(calls).toEqual(['connect', 'Profiler.enable']);
    expect(sampler.isPaused).toBe(true);
    fake.url = undefined;
    sampler.rotate();
    sampler.rotate();
    expect(sampler.isPaused).toBe(false);
    fake.url = 'ws://127.0.0.1:9229/x';
    sampler.rotate();
    sampler.rotate();
    expect(calls.slice(2)).toEqual(['Profiler.setSamplingInterval 10000', 'profile 1', 'profile 2', 'end 1', 'end 2']);
    expect(titles(got)).toEqual([1, 2]);
    expect(sampler.isPaused).toBe(true);
  });

  it('ignores the profiles of others', () => {
    const { finished, sampler: make } = fakeInspector();
    const got: CpuProfile[] = [];
    make().acquire(profile => got.push(profile), 10);
    finished('mine');
    finished(undefined);
    expect(got).toEqual([]);
  });

  it('samples at another interval when V8 rejects its own', () => {
    const { calls, sampler: make } = fakeInspector('Profiler.setSamplingInterval');
    make().acquire(() => undefined, 10);
    expect(calls.at(-1)).toBe('profile 1');
  });

  it.each([
    ['there is no inspector', new CpuSampler(() => fail('no inspector'), noRefusal), 'no inspector'],
    ['the profiler is rejected', fakeInspector('Profiler.enable').sampler(), 'refused'],
    [
      'Node itself uses the profiler',
      new CpuSampler(
        () => fail('loaded'),
        () => 'in use',
      ),
      'in use',
    ],
  ])('throws where %s, each time', (_, sampler, message) => {
    expect(() => sampler.acquire(() => undefined, 10)).toThrow(message);
    sampler.rotate();
    expect(() => sampler.acquire(() => undefined, 10)).toThrow(message);
    expect(sampler.isPaused).toBe(false);
  });
});

function fail(message: string): never {
  throw new Error(message);
}
