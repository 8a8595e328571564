import type { Steps } from '../diagnosis.interface.js';
import { entriesOf, type Evidence, type Finding, sumMs } from './evidence.js';
import { durationText } from '../../model/format/duration.js';
import { showFunction } from './headline.js';
import { hottestFunction } from '../frames/hot-function.js';
import { StretchType } from '../timeline/stretches.js';

/** From this share on, the main culprit stands for all of them. */
const ALL_OF_IT = 0.9;

/** Others held the event loop: who did so longest, and in which function. @internal */
export function* findBlocked(evidence: Evidence): Steps<Finding | undefined> {
  const entries = entriesOf(evidence, StretchType.blocked);
  const ms = sumMs(entries);
  const { holders } = evidence.stretches;
  const held = new Float64Array(holders.length);
  for (const entry of entries) held[entry.ref] = (held[entry.ref] ?? 0) + entry.ms;
  const mainMs = held.reduce((most, each) => Math.max(most, each), 0);
  const main = holders[held.indexOf(mainMs)];
  if (main === undefined || ms <= 0) return undefined;
  const { name, stacks } = main;
  const hot = yield* hottestFunction(evidence.frames, stacks);
  const mostly = mainMs < ms * ALL_OF_IT ? ', mostly' : '';
  const where = hot === undefined ? '' : ` in ${showFunction(hot)}`;
  return {
    kind: 'event-loop-blocked',
    subject: name,
    location: hot?.location,
    ms,
    culprit: { name, function: hot?.name, location: hot?.location },
    headline: () => `Blocked ${durationText(ms)}${mostly} by ${name}, which held the event loop${where}`,
  };
}
