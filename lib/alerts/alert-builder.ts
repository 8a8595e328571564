import { Injectable } from '@nestjs/common';
import type { Diagnosis } from '../diagnosis/diagnosis.interface.js';
import { diagnoseInSteps } from '../diagnosis/diagnose.js';
import type { FinishedExecution } from '../execution/finished-execution.interface.js';
import { LiveOptions } from '../options/live-options.js';
import { captureRequest } from '../privacy/captured-request.js';
import { Redactor } from '../privacy/redactor.js';
import type { Recording } from '../recorder/recording.interface.js';
import type { RecordingHandle } from '../recorder/recording-handle.interface.js';
import { ownDirectory } from '../report/own-directory.js';
import { redactReport } from '../report/redact-report.js';
import { buildReport } from '../report/report-builder.js';
import type { Report } from '../report/report.interface.js';
import { ReportRenderer } from '../report/report-renderer.js';
import { SourceMapResolver } from '../report/source-maps.js';
import { OverheadMeter } from '../stats/overhead-meter.js';
import type { Alert } from './alert.interface.js';
import type { Culprit } from './fingerprints.js';
import { heldStretches, mostlyHeldBy } from './held-stretches.js';
import type { HeldStretch } from './held-stretches.js';
import { inSteps } from './in-steps.js';
import { RaisedAlert } from './raised-alert.js';
import { reportId } from './report-id.js';
import { runtimeFacts } from './runtime.js';
import { WorkMeter } from './work-meter.js';

/** A step of making an alert failed: the message is a constant sentence that says which, the cause says why. @internal */
export class AlertBuildError extends Error {}

/** What is known of a slow execution once it was explained. @internal */
export interface Explained {
  readonly report: Report;
  /** Who held the event loop, and when, as far as its recording tells: others whose work was, too. */
  readonly held: readonly HeldStretch[];
  /** Who is to blame, when that is one other endpoint: then the verdict is `event-loop-blocked`. */
  readonly culprit: Culprit | undefined;
}

/**
 * Makes an alert from a slow execution: cuts its recording, explains it, and writes the report's document.
 *
 * @internal
 */
@Injectable()
export class AlertBuilder {
  private readonly facts = runtimeFacts();
  private readonly places = { ownDirectory: ownDirectory(), cwd: workingDirectory() };

  constructor(
    private readonly sourceMaps: SourceMapResolver,
    private readonly renderer: ReportRenderer,
    private readonly overhead: OverheadMeter,
    private readonly redactor: Redactor,
    private readonly options: LiveOptions,
  ) {}

  /** @throws AlertBuildError */
  async explain(execution: FinishedExecution, handle: RecordingHandle): Promise<Explained> {
    const recording = await step('A recording could not be cut', () => handle.cut());
    const mapped = await step('A recording could not be mapped to its sources', () =>
      this.sourceMaps.resolve(recording),
    );

    const work = new WorkMeter(this.overhead);
    const diagnosis = await step('A recording could not be explained', () =>
      diagnoseInSteps(mapped, this.places, work.pause),
    );
    await work.pause();
    const report = await step('A report could not be written', () => this.report(execution, mapped, diagnosis, work));
    const held = heldStretches(execution, recording, diagnosis.verdict);
    work.stop();
    const others = held.filter(({ by }) => by.id !== execution.id);
    return { report, held, culprit: mostlyHeldBy(others, execution.durationMs) };
  }

  /** The alert about what was explained, whose report is drawn when a notifier asks for it. */
  alertOf({ report }: Explained, fingerprint: string, repeats: Alert['repeats'], victims: Alert['victims']): Alert {
    const named = victims.map(({ name, durationMs }) => ({ name: this.redactor.text(name), durationMs }));
    return new RaisedAlert(fingerprint, report, repeats, named, this.renderer, this.overhead);
  }

  private async report(
    execution: FinishedExecution,
    recording: Recording,
    diagnosis: Diagnosis,
    work: WorkMeter,
  ): Promise<Report> {
    const { capture } = this.options.current;
    const captured =
      execution.request && (await inSteps(captureRequest(execution.request, capture, this.redactor), work.pause));
    const report = buildReport({
      id: reportId(),
      toolVersion: this.facts.toolVersion,
      execution,
      startedAt: new Date(Date.now() - (performance.now() - execution.start)),
      captured,
      diagnosis,
      recording,
      runtime: this.facts.runtime,
      overhead: this.overhead.ratio(),
    });
    return inSteps(redactReport(report, this.redactor), work.pause);
  }
}

async function step<T>(failure: string, run: () => T | Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (cause) {
    throw new AlertBuildError(failure, { cause });
  }
}

/** `undefined` when it has been deleted: `process.cwd()` throws then, and must not keep the application from starting. */
function workingDirectory(): string | undefined {
  try {
    return process.cwd();
  } catch {
    return undefined;
  }
}
