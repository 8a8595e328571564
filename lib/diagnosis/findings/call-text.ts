import { durationText } from '../../model/format/duration.js';
import type { CountedWaits } from '../operations/count-waits.js';
import type { Wait } from '../timeline/phases.js';
import { operationText } from './operation-text.js';
import type { Repetition } from './repetitions.js';

/** Calls of one loop that a sentence names. */
const MAX_NAMED = 2;

/**
 * `48 × GET pricing:8080/prices/:id, one after another`; without the order when it is unknown. Several kinds of calls, as
 * many of each: `40 × SELECT … and 40 × UPDATE …, one after another`.
 *
 * @internal
 */
export function repeatedCallsText(waits: readonly Wait[], { count, of, concurrency }: Repetition): string {
  const times = of === 'calls' ? `${count} ×` : `${count} waits for`;
  const named = waits.slice(0, MAX_NAMED).map(wait => `${times} ${operationText(wait)}`);
  const more = waits.length > MAX_NAMED ? ` and ${count * (waits.length - MAX_NAMED)} others` : '';
  const what = `${named.join(' and ')}${more}`;
  return concurrency === undefined ? what : `${what}, ${orderText(count, concurrency)}`;
}

/** `17 ms for both, `: the time of one round of a loop. @internal */
export function roundText(kinds: number, ms: number): string {
  return `${durationText(ms)} for ${kinds === 2 ? 'both' : `all ${kinds}`}, `;
}

/** `31 ms each`, `1.2 ms to 25 ms each`; of calls at the same time only the sum is known: empty. @internal */
export function usualLengthText({ usualMs, concurrency = 1 }: Repetition): string {
  return concurrency > 1 ? '' : `${usualMs.map(durationText).join(' to ')} each, `;
}

/**
 * `GET pricing:8080/prices/:id`, `3 calls of GET pricing:8080/prices/:id, one after another`. Waits do not count the calls
 * behind them, so they have no number.
 *
 * @param atMost the number of calls that a library has recorded
 * @internal
 */
export function fewCallsText(wait: Wait, parts: readonly CountedWaits[], atMost: number): string {
  const count = Math.min(
    parts.reduce((sum, part) => sum + part.count, 0),
    atMost,
  );
  if (count < 2 || parts.some(({ of }) => of === 'waits')) return operationText(wait);
  const calls = `${count} calls of ${operationText(wait)}`;
  const concurrencies = parts.map(({ concurrency = 0 }) => concurrency);
  const most = Math.max(...concurrencies);
  // Calls of different places may have run at the same time, or not.
  const isOnePlace = parts.every(({ group }) => group === parts[0]?.group);
  if (most === 0 || !isOnePlace) return calls;
  const isMixed = most > 1 && concurrencies.some(each => each < 2);
  return `${calls}, ${isMixed ? 'some of them at once' : orderText(count, most)},`;
}

function orderText(count: number, concurrency: number): string {
  if (concurrency < 2) return 'one after another';
  return concurrency >= count ? 'all at once' : `${concurrency} at a time`;
}
