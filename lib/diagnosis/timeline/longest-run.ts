import { Stepper } from '../../platform/stepper.js';
import type { Steps } from '../diagnosis.interface.js';
import { type Phases, PhaseType } from './phases.js';

/** The longest time that the execution's own code ran without giving the event loop back. GC pauses are no break. @internal */
export function* longestRun({ length, type, start, end }: Phases): Steps<number> {
  const stepper = new Stepper();
  let longest = 0;
  let since = 0;
  let until = Number.NaN;
  for (let index = 0; index < length; index++) {
    if (stepper.isDue()) yield;
    if (type[index] !== PhaseType.cpu && type[index] !== PhaseType.gc) continue;
    if (start[index] !== until) since = start[index] ?? 0;
    until = end[index] ?? 0;
    longest = Math.max(longest, until - since);
  }
  return longest;
}
