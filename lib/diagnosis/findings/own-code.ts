import type { Steps } from '../diagnosis.interface.js';
import { entriesOf, type Evidence, type Finding, mainSpan, sumMs } from './evidence.js';
import { shareText } from '../../model/format/share.js';
import { showFunction } from './headline.js';
import { busiestFunction, hottestFunction } from '../frames/hot-function.js';
import { StretchType } from '../timeline/stretches.js';

/** From this share of the samples on, one function stands for all the code that ran. */
const ALL_OF_IT = 0.8;

/** The execution's own synchronous work. @internal */
export function* findCpu(evidence: Evidence): Steps<Finding | undefined> {
  const entries = entriesOf(evidence, StretchType.cpu);
  const ms = sumMs(entries);
  if (ms <= 0) return undefined;
  const stacks = evidence.recording.samples.map(sample => sample.stack);
  const hot = yield* hottestFunction(evidence.frames, stacks);
  if (hot === undefined) {
    const subject = mainSpan(evidence, entries);
    return { kind: 'cpu', subject, ms, headline: share => `${share} running code in ${subject}` };
  }
  return {
    kind: 'cpu',
    subject: hot.name,
    location: hot.location,
    ms,
    headline: share =>
      hot.share >= ALL_OF_IT
        ? `${share} running ${showFunction(hot)}`
        : `${share} running code, ${shareText(hot.share)} of it in ${showFunction(hot)}`,
  };
}

/** Pauses for garbage collection in its own code, or that held up a continuation of it. @internal */
export function* findGarbageCollection(evidence: Evidence): Steps<Finding | undefined> {
  const entries = entriesOf(evidence, StretchType.gc);
  const ms = sumMs(entries);
  if (ms <= 0) return undefined;
  const stacks = evidence.recording.samples.map(sample => sample.stack);
  const busiest = yield* busiestFunction(evidence.frames, stacks);
  if (busiest === undefined) {
    const subject = mainSpan(evidence, entries);
    return { kind: 'garbage-collection', subject, ms, headline: share => `${share} in garbage collection` };
  }
  return {
    kind: 'garbage-collection',
    subject: busiest.name,
    location: busiest.location,
    ms,
    headline: share => `${share} in garbage collection, mostly while running ${showFunction(busiest)}`,
  };
}
