import { Injectable } from '@nestjs/common';
import type { Diagnosis } from '../diagnosis/diagnosis.interface.js';
import type { FinishedExecution } from '../model/finished-execution.interface.js';
import type { Report, ReportExecution } from '../model/report.interface.js';
import { OverheadMeter } from '../overhead/overhead-meter.js';
import { OwnWork } from '../overhead/own-work.js';
import { clock, wallClock } from '../platform/clock.js';
import { Redactor } from '../privacy/redactor.js';
import type { Recording } from '../recorder/recording.interface.js';
import { redactReport } from '../report/redact-report.js';
import { buildReport } from '../report/report-builder.js';
import { reportId } from '../report/report-id.js';
import { runtimeFacts } from '../report/runtime.js';
import { step } from './explain.error.js';
import type { Steps } from '../platform/steps.js';

/**
 * The last step: builds the report's document, with all secrets masked.
 *
 * @internal
 */
@Injectable()
export class ReportWriter {
  private readonly runtime = runtimeFacts();

  constructor(
    private readonly work: OwnWork,
    private readonly overhead: OverheadMeter,
    private readonly redactor: Redactor,
  ) {}

  /** @throws ExplainError */
  write(execution: FinishedExecution, recording: Recording, diagnosis: Diagnosis): Promise<Report> {
    return step('A report could not be written', () => this.work.run(this.writing(execution, recording, diagnosis)));
  }

  private *writing(execution: FinishedExecution, recording: Recording, diagnosis: Diagnosis): Steps<Report> {
    const described = execution.description && (yield* execution.description.describe());
    yield;
    const report = yield* buildReport({
      id: reportId(),
      execution,
      linkedTo: yield* linkOf(execution),
      startedAt: new Date(wallClock() - (clock() - execution.start)),
      described,
      diagnosis,
      recording,
      runtime: this.runtime,
      overhead: this.overhead.share(),
    });
    yield;
    return yield* redactReport(report, this.redactor);
  }
}

function* linkOf({ origin }: FinishedExecution): Steps<ReportExecution['linkedTo']> {
  if (origin === undefined) return undefined;
  const { kind, name, description } = origin;
  const { traceId } = (description && (yield* description.describe())) ?? {};
  return { kind, name, ...(traceId !== undefined && { traceId }) };
}
