import { type Change, changeText, ratioText, relevantChanges } from '../../../lib/model/comparison/change.js';
import { isSameEndpoint, reportChanges } from '../../../lib/model/comparison/compare-reports.js';
import { durationText } from '../../../lib/model/format/duration.js';
import type { Report } from '../../../lib/model/report.interface.js';
import { cutLine, instant } from './text.js';

/** The changes between the page's report and another one, the earlier of them first. */
export interface PageComparison {
  /** `1.84 s → 3.28 s (+1.43 s, ×1.78)` */
  readonly summary: string;
  /** The verdicts of both, with their start. */
  readonly sides: readonly { readonly startedAt: string; readonly headline: string }[];
  /** Tables with at least one change that matters. */
  readonly tables: readonly { readonly title: string; readonly changes: readonly Change[] }[];
}

/** @throws Error, with a sentence for the reader: the reports are about different endpoints, or damaged */
export function comparePage(shown: Report, other: Report): PageComparison {
  try {
    if (isSameEndpoint(shown, other)) return checked(comparisonOf(shown, other));
  } catch {
    throw new Error('The file is no complete report.');
  }
  throw new Error(
    `The file is about ${cutLine(other.execution.name)}. Choose a report about ${cutLine(shown.execution.name)}.`,
  );
}

/** A damaged document can have anything in place of a text. */
function checked(comparison: PageComparison): PageComparison {
  if (comparison.sides.some(({ headline }) => typeof headline !== 'string')) throw new TypeError('no headline');
  return comparison;
}

function comparisonOf(shown: Report, other: Report): PageComparison {
  const isLater = Date.parse(other.execution.startedAt) > Date.parse(shown.execution.startedAt);
  const [before, after] = isLater ? [shown, other] : [other, shown];
  const { duration, accounting, spans, functions, operations } = reportChanges(before, after);
  const { beforeMs, afterMs } = duration;
  const ratio = ratioText(duration);
  const growth = ratio === '' ? changeText(duration) : `${changeText(duration)}, ${ratio}`;
  return {
    summary: `${durationText(beforeMs)} → ${durationText(afterMs)} (${growth})`,
    sides: [before, after].map(({ execution, verdict }) => ({
      startedAt: instant(execution.startedAt),
      headline: verdict.headline,
    })),
    tables: [
      { title: 'Part of the time', changes: relevantChanges(accounting, duration) },
      { title: 'Method (wall time)', changes: relevantChanges(spans, duration) },
      { title: 'Function (own CPU time)', changes: relevantChanges(functions, duration) },
      { title: 'Query or call', changes: relevantChanges(operations, duration) },
    ].filter(({ changes }) => changes.length > 0),
  };
}
