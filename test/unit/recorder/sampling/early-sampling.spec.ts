import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { CpuSampler, ProfileListener } from '../../../../lib/recorder/sampling/cpu-sampler.js';
import { EarlySampling, GIVE_UP_MS } from '../../../../lib/recorder/sampling/early-sampling.js';

const OPTIONS = {
  enabled: true,
  recorder: { cpu: true, cpuIsExplicit: true, samplingIntervalMs: 10, spans: 'providers', retentionMs: 1_000 },
} as const;

function early(acquire: () => void = () => undefined) {
  const users = new Set<ProfileListener>();
  const sampler = {
    acquire: (listener: ProfileListener) => {
      acquire();
      users.add(listener);
    },
    renounce: (listener: ProfileListener) => users.delete(listener),
  };
  return { users, sampling: new EarlySampling(sampler as unknown as CpuSampler) };
}

describe('early sampling', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('runs until the recorder has started', () => {
    const { users, sampling } = early();
    sampling.start(OPTIONS);
    sampling.start(OPTIONS);
    expect(users.size).toBe(1);
    sampling.end();
    sampling.end();
    expect(users.size).toBe(0);
  });

  it('ends when the application does not start', () => {
    const { users, sampling } = early();
    sampling.start(OPTIONS);
    jest.advanceTimersByTime(GIVE_UP_MS - 1);
    expect(users.size).toBe(1);
    jest.advanceTimersByTime(1);
    expect(users.size).toBe(0);
  });

  it.each([
    ['the monitor is disabled', { ...OPTIONS, enabled: false }],
    ['CPU samples are switched off', { ...OPTIONS, recorder: { ...OPTIONS.recorder, cpu: false } }],
    ['tests run', { ...OPTIONS, recorder: { ...OPTIONS.recorder, cpuIsExplicit: false } }],
  ])('does not start when %s', (_, options) => {
    const { users, sampling } = early();
    sampling.start(options);
    expect(users.size).toBe(0);
  });

  it('leaves an application alone when the sampler fails', () => {
    const { users, sampling } = early(() => {
      throw new Error('no inspector');
    });
    expect(() => sampling.start(OPTIONS)).not.toThrow();
    sampling.end();
    expect(users.size).toBe(0);
  });
});
