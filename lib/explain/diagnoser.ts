import { Injectable } from '@nestjs/common';
import { blockedIntervals, type BlockedInterval } from '../diagnosis/blockers/blocked-intervals.js';
import { diagnosing } from '../diagnosis/diagnose.js';
import type { Diagnosis } from '../diagnosis/diagnosis.interface.js';
import { withQueued } from '../diagnosis/queued-verdict.js';
import type { FinishedExecution } from '../model/finished-execution.interface.js';
import { OwnWork } from '../overhead/own-work.js';
import { ownDirectory } from '../platform/own-directory.js';
import { workingDirectory } from '../platform/working-directory.js';
import type { Recording } from '../recorder/recording.interface.js';
import { step } from './explain.error.js';

/** @internal */
export interface Diagnosed {
  readonly diagnosis: Diagnosis;
  readonly blockedIntervals: readonly BlockedInterval[];
}

/**
 * The second step: runs the diagnosis in slices, so that a large recording does not hold the event loop.
 *
 * @internal
 */
@Injectable()
export class Diagnoser {
  private readonly options = { ownDirectory: ownDirectory(), cwd: workingDirectory() };

  constructor(private readonly work: OwnWork) {}

  /** @throws ExplainError */
  diagnose(execution: FinishedExecution, recording: Recording): Promise<Diagnosed> {
    return step('A recording could not be explained', async () => {
      const diagnosis = await this.work.run(diagnosing(recording, this.options));
      const intervals = await this.work.run(blockedIntervals(execution, recording, diagnosis.verdict));
      const { queued, durationMs } = execution;
      return { diagnosis: withQueued(diagnosis, queued, durationMs), blockedIntervals: intervals };
    });
  }
}
