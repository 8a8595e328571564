import { Injectable } from '@nestjs/common';
import { DOMINANT_SHARE } from '../diagnosis/blockers/dominant-blocker.js';
import { Blame } from './blame.js';
import { Diagnoser } from './diagnoser.js';
import type { Explained, SlowExecution } from './explanation.interface.js';
import { MappedRecordings } from './mapped-recordings.js';
import { ReportWriter } from './report-writer.js';

/**
 * Explains a slow execution: cut ▸ diagnose ▸ blame ▸ report.
 *
 * @internal
 */
@Injectable()
export class Explainer {
  constructor(
    private readonly recordings: MappedRecordings,
    private readonly diagnoser: Diagnoser,
    private readonly blame: Blame,
    private readonly reports: ReportWriter,
  ) {}

  /** @throws ExplainError */
  async explain(slow: SlowExecution): Promise<Explained> {
    const isAlone = slow.handle.isAlone();
    const recording = await this.recordings.cut(slow.handle);
    const { diagnosis, blockedIntervals } = await this.diagnoser.diagnose(slow.execution, recording);
    const { kind, share } = diagnosis.verdict;
    const isStarved = kind === 'cpu-starved' && share > DOMINANT_SHARE;
    const holder = kind === 'pool-wait' && share > DOMINANT_SHARE ? this.blame.holderOf(slow) : undefined;
    const blocker = isStarved ? undefined : (this.blame.blockerOf(slow, blockedIntervals) ?? holder);
    const report = await this.reports.write(slow.execution, recording, diagnosis);
    const hasBlocked = blockedIntervals.length > 0 || holder !== undefined || slow.execution.heldPool === true;
    return { report, blockedIntervals, blocker, isStarved, mayHaveVictims: hasBlocked && !isAlone };
  }
}
