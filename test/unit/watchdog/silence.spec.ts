import { describe, expect, it } from '@jest/globals';
import { Silence } from '../../../lib/watchdog/thread/silence.js';

const AFTER_MS = 2_000;
const STEP_MS = 250;

/** Reads the silence in steps up to a time, and returns the times at which it was long enough. */
function read(
  silence: Silence,
  from: number,
  to: number,
  beatsAt: (now: number) => number,
  isWatched = true,
): number[] {
  const silent: number[] = [];
  for (let now = from; now <= to; now += STEP_MS) if (silence.read(now, beatsAt(now), isWatched)) silent.push(now);
  return silent;
}

describe('Silence', () => {
  it('is long enough when no beat came for the whole time', () => {
    const silence = new Silence(AFTER_MS, STEP_MS, 0);
    expect(read(silence, 250, 2_500, () => 1)).toEqual([2_250, 2_500]);
  });

  it('ends with each beat', () => {
    const silence = new Silence(AFTER_MS, STEP_MS, 0);
    expect(read(silence, 250, 60_000, now => Math.floor(now / 1_900))).toEqual([]);
    expect(read(silence, 60_250, 62_500, () => 99)).toEqual([62_250, 62_500]);
  });

  it('counts anew after a gap in its own clock: the process was stopped, or the machine suspended', () => {
    const silence = new Silence(AFTER_MS, STEP_MS, 0);
    expect(read(silence, 250, 1_750, () => 1)).toEqual([]);
    // Neither thread ran for a minute.
    expect(read(silence, 61_750, 63_500, () => 1)).toEqual([]);
    expect(read(silence, 63_750, 64_000, () => 1)).toEqual([63_750, 64_000]);
  });

  it('counts little of a short gap: a process that is stopped now and then, or a busy machine', () => {
    const silence = new Silence(AFTER_MS, STEP_MS, 0);
    silence.read(250, 1, true);
    const silent = [3_250, 6_250, 9_250, 12_250].map(now => silence.read(now, 1, true));
    expect(silent).toEqual([false, false, false, true]);
  });

  it('does not count while nothing is watched', () => {
    const silence = new Silence(AFTER_MS, STEP_MS, 0);
    expect(read(silence, 250, 10_000, () => 1, false)).toEqual([]);
    expect(read(silence, 10_250, 11_750, () => 1)).toEqual([]);
    expect(read(silence, 12_000, 12_000, () => 1)).toEqual([12_000]);
  });
});
