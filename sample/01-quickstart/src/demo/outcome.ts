import type { PlantedCause } from './planted-causes.js';
import type { WrittenReport } from './report-files.js';

const MIN_EXPLAINED = 0.95;

export interface Outcome {
  readonly planted: PlantedCause;
  readonly written?: WrittenReport;
  /** The route that held this one up: no report of its own was written, the one about that route lists it. */
  readonly heldUpBy?: string;
  /** Share of the wall time that is in a named category, 0 to 1. */
  readonly explained: number;
  /** What the monitor got wrong; empty when it found what was planted. */
  readonly faults: readonly string[];
}

/** Compares what was planted with what the monitor reported. */
export function judge(planted: PlantedCause, written: WrittenReport | undefined): Outcome {
  if (written === undefined) return { planted, explained: 0, faults: ['no report was written'] };
  const { verdict, accounting } = written.report;
  const explained = 1 - accounting.unexplainedMs / accounting.durationMs;
  const faults = [
    verdict.kind === planted.kind ? planted.fault?.(written.report) : `the verdict is ${verdict.kind}`,
    explained < MIN_EXPLAINED ? 'too much is unexplained' : undefined,
  ].filter(fault => fault !== undefined);
  return { planted, written, explained, faults };
}

/** Compares the culprit that was planted with the one whose alert lists this route. */
export function judgeVictim(planted: PlantedCause, culprit: PlantedCause, heldUpBy: string | undefined): Outcome {
  const faults = heldUpBy === culprit.route ? [] : [`is listed by ${heldUpBy ?? 'no alert'}, not by ${culprit.route}`];
  return { planted, heldUpBy, explained: 1, faults };
}
