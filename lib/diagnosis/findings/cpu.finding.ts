import { busiestLibraries } from '../frames/busiest-libraries.js';
import { type FunctionUse, useOf } from '../frames/function-callers.js';
import { type HotFunction, hottestFunction } from '../frames/hot-function.js';
import { methodNames } from '../frames/method-names.js';
import { longestRun } from '../timeline/longest-run.js';
import { PhaseType } from '../timeline/phases.js';
import { entriesOf, mainSpan, sampledStacks, sumMs } from './entries.js';
import type { Finding, FindingRule } from './finding.interface.js';
import { durationText } from '../../model/format/duration.js';
import { shareText } from '../../model/format/share.js';
import { calledFunctionText } from '../frames/function-text.js';

/** From this share of the samples on, the headline names one function for all the code that ran. */
const NEARLY_ALL = 0.8;
/** A smaller part of the time is not mentioned, and libraries with less are no explanation. */
const MOST = 0.5;
/** Code that ran for so long without a break has held the event loop noticeably. */
const LONG_RUN_MS = 100;

interface CpuFinding extends Finding {
  /** Absent without samples of the application's code. */
  readonly hottest?: HotFunction & FunctionUse;
  /** Libraries that ran for most of the time, and the span that called them. */
  readonly libraries?: string;
  readonly span: string;
  /** It ran without a break. */
  readonly isUnbroken: boolean;
}

/** The execution's own synchronous work. @internal */
export const cpu: FindingRule<'cpu', CpuFinding> = {
  kind: 'cpu',

  *find(evidence) {
    const entries = entriesOf(evidence, PhaseType.cpu);
    const ms = sumMs(entries);
    if (ms <= 0) return [];
    const { frames, groups, phases } = evidence;
    const stacks = sampledStacks(evidence);
    const found = yield* hottestFunction(frames, stacks);
    const hottest = found && { ...found, ...(yield* useOf(found, frames, stacks, methodNames(groups))) };
    const libraries = yield* busiestLibraries(frames, stacks);
    const span = mainSpan(evidence, entries);
    const isUnbroken = ms >= LONG_RUN_MS && (yield* longestRun(phases)) >= ms * NEARLY_ALL;
    const finding = { subject: hottest?.name ?? span, location: hottest?.location, ms, hottest, span, isUnbroken };
    if (libraries === undefined || libraries.share < MOST) return [finding];
    return [{ subject: span, ms, libraries: libraries.text, span, isUnbroken }];
  },

  phrase({ hottest, libraries, span }) {
    if (libraries !== undefined) return `in ${libraries}, called in ${span}`;
    if (hottest === undefined) return `running code in ${span}`;
    return hottest.share >= NEARLY_ALL
      ? `running ${calledFunctionText(hottest)}`
      : `running code, ${shareText(hottest.share)} of it in ${calledFunctionText(hottest)}`;
  },

  headline(finding, spent) {
    const { hottest, ms, isUnbroken } = finding;
    const unbroken = isUnbroken ? ' without a break' : '';
    if (hottest === undefined || hottest.share < NEARLY_ALL) return `${spent} ${cpu.phrase(finding)}`;
    return `${calledFunctionText(hottest)} ran for ${spent}${unbroken}${detailOf(hottest, ms)}`;
  },
};

function detailOf({ within, selfShare, share }: HotFunction & FunctionUse, ms: number): string {
  if (within !== undefined) return `, mostly in ${within}`;
  if (selfShare >= NEARLY_ALL) return ', nearly all of it in itself';
  return selfShare > MOST ? `, ${durationText(ms * share * selfShare)} of it in itself` : '';
}
