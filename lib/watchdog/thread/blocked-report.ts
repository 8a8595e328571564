import { diagnose } from '../../diagnosis/diagnose.js';
import type { Report } from '../../model/report.interface.js';
import { runSteps } from '../../platform/steps.js';
import type { Redactor } from '../../privacy/redactor.js';
import { redactReport } from '../../report/redact-report.js';
import { buildReport } from '../../report/report-builder.js';
import { reportId } from '../../report/report-id.js';
import type { SourceMapResolver } from '../../report/source-maps/source-maps.js';
import type { BlockedLoop, CallStack } from '../blocked-loop.interface.js';
import type { ThreadData } from '../thread-data.interface.js';
import { recordingOf } from './recording-of.js';

/**
 * Makes the report about a blocked loop, in the steps of an execution that has ended. They run all at once: no request waits for
 * this thread.
 *
 * @internal
 */
export class BlockedReport {
  constructor(
    private readonly data: Pick<ThreadData, 'places' | 'runtime'>,
    private readonly maps: SourceMapResolver,
    private readonly redactor: Redactor,
  ) {}

  async of(loop: BlockedLoop, stacks: readonly CallStack[]): Promise<Report> {
    const { ownDirectory, cwd } = this.data.places;
    const recording = await this.maps.resolve(recordingOf(loop, stacks));
    const diagnosis = diagnose(recording, { cwd, ...(ownDirectory !== undefined && { ownDirectory }) });
    const report = buildReport({
      id: reportId(),
      execution: loop.execution,
      startedAt: new Date(loop.wallNow - loop.execution.durationMs),
      ...(loop.facts && { described: loop.facts }),
      diagnosis,
      recording,
      runtime: this.data.runtime,
      overhead: loop.overhead,
    });
    return runSteps(redactReport(runSteps(report), this.redactor));
  }
}
