import type { Report } from 'nestjs-performance-monitor';
import type { PlantedCause } from './planted-causes.js';
import type { WrittenReport } from './report-files.js';
import { hasStarved, type Starvation } from './starvation.js';

const MIN_EXPLAINED = 0.95;

export interface Outcome {
  readonly planted: PlantedCause;
  readonly written?: WrittenReport;
  /** The route that held this one up: no report of its own was written, the one about that route lists it. */
  readonly heldUpBy?: string;
  /** The process had no processor for most of the request, so the planted cause was not what made it slow. */
  readonly starved: boolean;
  /** Share of the wall time that is in a named category, 0 to 1. */
  readonly explained: number;
  /** What the monitor got wrong; empty when it found what was planted. */
  readonly faults: readonly string[];
}

/** Compares what was planted with what the monitor reported. */
export function judge(planted: PlantedCause, written: WrittenReport | undefined, starvation: Starvation): Outcome {
  if (written === undefined) {
    const starved = starvation.takesOne();
    return { planted, starved, explained: starved ? 1 : 0, faults: starved ? [] : ['no report was written'] };
  }
  const { accounting } = written.report;
  const explained = 1 - accounting.unexplainedMs / accounting.durationMs;
  const starved = hasStarved(written.report);
  const faults = [
    starved ? undefined : faultOf(planted, written.report),
    explained < MIN_EXPLAINED ? 'too much is unexplained' : undefined,
  ].filter(fault => fault !== undefined);
  return { planted, written, starved, explained, faults };
}

/** Compares the culprit that was planted with the one whose alert lists this route. */
export function judgeVictim(
  planted: PlantedCause,
  culprit: Outcome,
  heldUpBy: string | undefined,
  written: WrittenReport | undefined,
): Outcome {
  const isRight = heldUpBy === culprit.planted.route;
  // A culprit without a processor holds nobody up.
  const starved = !isRight && (culprit.starved || (written !== undefined && hasStarved(written.report)));
  const faults = isRight || starved ? [] : [`is listed by ${heldUpBy ?? 'no alert'}, not by ${culprit.planted.route}`];
  return { planted, heldUpBy, starved, explained: 1, faults };
}

function faultOf(planted: PlantedCause, report: Report): string | undefined {
  const { kind } = report.verdict;
  return kind === planted.kind ? planted.fault?.(report) : `the verdict is ${kind}`;
}
