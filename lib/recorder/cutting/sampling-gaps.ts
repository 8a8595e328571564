import { Stepper } from '../../platform/stepper.js';
import type { Steps } from '../../platform/steps.js';
import type { Interval } from '../log/interval.interface.js';
import type { CpuProfile } from '../sampling/cpu-profile.interface.js';

/**
 * The gaps between the times of the samples, from this length on. V8 takes each sample on the application's thread: in a
 * gap the thread did not run, or the sampler was late. Can be interrupted.
 *
 * @internal
 */
export function* samplingGaps(
  profiles: readonly CpuProfile[],
  shortestMs: number,
  clockOffsetMs: number,
): Steps<Interval[]> {
  const stepper = new Stepper();
  const gaps: Interval[] = [];
  for (const { startTime, endTime, timeDeltas = [] } of profiles) {
    let last = startTime;
    let time = startTime;
    const see = (until: number): void => {
      if (until - last >= shortestMs * 1_000)
        gaps.push({ start: last / 1_000 + clockOffsetMs, end: until / 1_000 + clockOffsetMs });
      // V8 may list a sample after a later one.
      last = Math.max(last, until);
    };
    for (const delta of timeDeltas) {
      if (stepper.isDue()) yield;
      time += delta;
      see(time);
    }
    see(endTime);
  }
  return gaps;
}
