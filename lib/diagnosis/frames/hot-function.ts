import type { StackNode } from '../../recorder/recording.interface.js';
import { displayLocation, filePath, functionName } from './frames.js';
import type { Steps } from '../diagnosis.interface.js';
import type { FrameTable } from './frame-table.js';
import { Stepper } from '../../platform/stepper.js';

/** A function that many samples were taken in. @internal */
export interface HotFunction {
  readonly name: string;
  /** `export.service.ts:42` */
  readonly location?: string;
  /** The function's share of the samples, 0 to 1. */
  readonly share: number;
  /** Index of one of its frames. */
  readonly frame: number;
  /** The work may be that of a function that V8 has inlined into this one. */
  readonly isUnsure?: true;
}

/** A callee with this share of the largest function's samples is a better answer than the function itself. */
const SAME_WORK = 0.8;

/** Samples with a function on the stack, and the sum of the function's depths in them. */
interface Total {
  /** Index of its first frame. */
  readonly at: number;
  readonly frame: StackNode;
  samples: number;
  depth: number;
}

/**
 * The deepest application function with nearly as many samples as the largest one. The time of library and native code
 * is charged to the application function that called it.
 *
 * @param stacks indices into the recording's frames, one for each sample
 * @returns `undefined` when no sample has application code on its stack
 * @internal
 */
export function* hottestFunction(table: FrameTable, stacks: readonly number[]): Steps<HotFunction | undefined> {
  const { counts, samples } = yield* countByApplicationFrame(table, stacks);
  const largest = pick(yield* totalsOf(table, counts), 1);
  if (largest === undefined) return undefined;
  const below = yield* totalsOf(table, counts, largest.identity);
  const deepest = pick(below, SAME_WORK) ?? largest;
  const { frame, at } = callerOfCallback(deepest, below);
  const isUnsure = 2 * inlinedSamples(table, counts, deepest.identity) > deepest.total.samples;
  const share = deepest.total.samples / samples;
  return {
    name: functionName(frame),
    location: displayLocation(frame),
    share,
    frame: at,
    ...(isUnsure && { isUnsure }),
  };
}

/** Samples in the function's own code that are on lines of functions inlined into it. */
function inlinedSamples(table: FrameTable, counts: ReadonlyMap<number, number>, identity: number): number {
  let sum = 0;
  for (const [at, samples] of counts)
    if (table.frames[at]?.hasInlined === true && table.identityOf(at) === identity) sum += samples;
  return sum;
}

/**
 * The application function with most samples in its own code, or in library and native code that it called.
 *
 * @param stacks indices into the recording's frames, one for each sample
 * @returns `undefined` when no sample has application code on its stack
 * @internal
 */
export function* busiestFunction(table: FrameTable, stacks: readonly number[]): Steps<HotFunction | undefined> {
  const { counts, samples } = yield* countByApplicationFrame(table, stacks);
  const totals = new Map<number, Total>();
  for (const [at, count] of counts) {
    const frame = table.frames[at];
    const total = totals.get(table.identityOf(at));
    if (total !== undefined) total.samples += count;
    else if (frame !== undefined) totals.set(table.identityOf(at), { at, frame, samples: count, depth: 0 });
  }
  const [most] = [...totals.values()].sort((a, b) => b.samples - a.samples);
  if (most === undefined) return undefined;
  const { at, frame } = most;
  return { name: functionName(frame), location: displayLocation(frame), share: most.samples / samples, frame: at };
}

/** Counts the samples by their nearest application frame. `samples` includes those without one. */
function* countByApplicationFrame(
  table: FrameTable,
  stacks: readonly number[],
): Steps<{ readonly counts: ReadonlyMap<number, number>; readonly samples: number }> {
  const stepper = new Stepper();
  const counts = new Map<number, number>();
  let samples = 0;
  for (const stack of stacks) {
    if (table.isSpecial(stack)) continue;
    if (stepper.isDue()) yield;
    samples += 1;
    const at = table.applicationAt(stack);
    if (at >= 0) counts.set(at, (counts.get(at) ?? 0) + 1);
  }
  return { counts, samples };
}

/**
 * Samples of each application function, its callees included. A function that calls itself counts once.
 *
 * @param within count only this function and its callees
 */
function* totalsOf(table: FrameTable, counts: ReadonlyMap<number, number>, within?: number): Steps<Map<number, Total>> {
  const stepper = new Stepper();
  const totals = new Map<number, Total>();
  for (const [leaf, samples] of counts) {
    const path: number[] = [];
    for (let at = leaf; at >= 0; at = table.applicationAt(table.parentOf(at))) path.push(at);
    if (stepper.isDue(path.length)) yield;
    path.reverse();
    const first = within === undefined ? 0 : path.findIndex(at => table.identityOf(at) === within);
    if (first < 0) continue;
    const seen = new Set<number>();
    for (let depth = first; depth < path.length; depth++) {
      const at = path[depth] ?? -1;
      const frame = table.frames[at];
      const identity = table.identityOf(at);
      if (frame === undefined || seen.has(identity)) continue;
      seen.add(identity);
      const total = totals.get(identity) ?? { at, frame, samples: 0, depth: 0 };
      total.samples += samples;
      total.depth += (depth - first) * samples;
      totals.set(identity, total);
    }
  }
  return totals;
}

interface Picked {
  readonly identity: number;
  readonly total: Total;
}

/**
 * The deepest function with at least `share` of the most samples.
 *
 * @param share below 1; with 1, the result is the function nearest to the top
 */
function pick(totals: ReadonlyMap<number, Total>, share: number): Picked | undefined {
  let most = 0;
  for (const total of totals.values()) most = Math.max(most, total.samples);
  let best: (Picked & { readonly depth: number }) | undefined;
  for (const [identity, total] of totals) {
    if (total.samples < most * share) continue;
    const depth = total.depth / total.samples;
    if (best === undefined || (share < 1 ? depth > best.depth : depth < best.depth)) best = { identity, total, depth };
  }
  return best;
}

/**
 * Replaces a callback without a name (`rows.map(row => …)`) by the function that contains it. The stack shows it only
 * indirectly: the deepest named function above it, from the same file, with as many samples.
 */
function callerOfCallback(picked: Picked, totals: ReadonlyMap<number, Total>): Total {
  const { total } = picked;
  if (total.frame.name !== '') return total;
  const named = [...totals.values()].filter(
    other =>
      other.frame.name !== '' &&
      other.samples >= total.samples &&
      other.depth / other.samples < total.depth / total.samples &&
      filePath(other.frame.url) === filePath(total.frame.url),
  );
  return named.sort((a, b) => b.depth / b.samples - a.depth / a.samples)[0] ?? total;
}
