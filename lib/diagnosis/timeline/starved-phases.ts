import { Stepper } from '../../platform/stepper.js';
import type { Recording, StarvedInterval } from '../../recorder/recording.interface.js';
import type { Steps } from '../diagnosis.interface.js';
import { Phases, PhaseType, STARVED_BY } from './phases.js';

/**
 * Longest time from the end of a starved interval to the end of the wait. In a longer time the loop has checked for events:
 * the wait was not over before.
 */
const RESUME_MS = 5;

/** The starved part of a phase. */
interface Part {
  readonly start: number;
  readonly end: number;
  /** Index of its interval. */
  readonly index: number;
}

/**
 * Takes the time without a processor out of the phases: out of own code, GC pauses and blocked intervals all of it.
 *
 * A wait loses only the last interval, when the wait ended with it: the awaited event may have come long before. A wait for
 * the thread pool is different: the pool's threads had no processor either.
 *
 * @internal
 */
export function* takeStarved(phases: Phases, { starved }: Pick<Recording, 'starved'>): Steps<Phases> {
  if (starved.length === 0) return phases;
  const stepper = new Stepper();
  const result = new Phases(phases.length + 2 * starved.length, phases);
  let first = 0;
  for (let i = 0; i < phases.length; i++) {
    if (stepper.isDue()) yield;
    const start = phases.start[i] ?? 0;
    while ((starved[first]?.end ?? Infinity) <= start) first += 1;
    copyPhase(phases, i, partsOf(phases, i, starved, first), starved, result);
  }
  return result;
}

function partsOf(phases: Phases, i: number, starved: readonly StarvedInterval[], first: number): Part[] {
  const [from, to] = [phases.start[i] ?? 0, phases.end[i] ?? 0];
  const parts: Part[] = [];
  for (let index = first; index < starved.length; index++) {
    const interval = starved[index];
    if (interval === undefined || interval.start >= to) break;
    if (isTaken(phases, i, interval))
      parts.push({ start: Math.max(interval.start, from), end: Math.min(interval.end, to), index });
  }
  return parts;
}

function isTaken(phases: Phases, i: number, { end }: StarvedInterval): boolean {
  const type = phases.type[i] ?? 0;
  if (type <= PhaseType.blocked) return true;
  if (type === PhaseType.waiting && phases.waits[phases.ref[i] ?? 0]?.on === 'threadpool') return true;
  return end >= (phases.end[i] ?? 0) - RESUME_MS;
}

function copyPhase(
  phases: Phases,
  i: number,
  parts: readonly Part[],
  starved: readonly StarvedInterval[],
  into: Phases,
): void {
  const span = phases.span[i] ?? 0;
  const end = phases.end[i] ?? 0;
  let at = phases.start[i] ?? 0;
  const copy = (until: number): void => {
    if (until > at)
      into.push(at, until, (phases.type[i] ?? 0) as PhaseType, span, phases.ref[i] ?? 0, phases.origin[i] ?? 0);
  };
  for (const part of parts) {
    copy(part.start);
    into.push(
      part.start,
      part.end,
      PhaseType.starved,
      span,
      STARVED_BY.indexOf(starved[part.index]?.by ?? 'stop'),
      part.index,
    );
    at = part.end;
  }
  copy(end);
}
