import { Injectable } from '@nestjs/common';
import { clock, wallClock } from '../platform/clock.js';
import type { Diagnosis } from '../diagnosis/diagnosis.interface.js';
import { diagnosing } from '../diagnosis/diagnose.js';
import type { FinishedExecution } from '../model/finished-execution.interface.js';
import { LiveOptions } from '../options/live-options.js';
import { captureRequest } from '../privacy/captured-request.js';
import { Redactor } from '../privacy/redactor.js';
import type { Recording } from '../recorder/recording.interface.js';
import type { RecordingHandle } from '../recorder/recording-handle.interface.js';
import { ownDirectory } from '../platform/own-directory.js';
import { redactReport } from '../report/redact-report.js';
import { buildReport } from '../report/report-builder.js';
import type { Report } from '../model/report.interface.js';
import { ReportRenderer } from '../report/report-renderer.js';
import { SourceMapResolver } from '../report/source-maps/source-maps.js';
import { OverheadMeter } from '../overhead/overhead-meter.js';
import { OwnWork } from '../overhead/own-work.js';
import type { Alert } from '../model/alert.interface.js';
import type { Culprit } from '../alerts/fingerprints.js';
import { blockedIntervals, mostlyHeldBy } from '../diagnosis/blockers/blocked-intervals.js';
import type { BlockedInterval } from '../diagnosis/blockers/blocked-intervals.js';
import { RaisedAlert } from '../delivery/raised-alert.js';
import { reportId } from '../report/report-id.js';
import { runtimeFacts } from '../report/runtime.js';

/** A step of making an alert failed: the message is a constant sentence that says which, the cause says why. @internal */
export class AlertBuildError extends Error {}

/** What is known of a slow execution once it was explained. @internal */
export interface Explained {
  readonly report: Report;
  /** Who held the event loop, and when, as far as its recording tells: others whose work was, too. */
  readonly held: readonly BlockedInterval[];
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
  private readonly runtime = runtimeFacts();
  private readonly places = { ownDirectory: ownDirectory(), cwd: workingDirectory() };

  constructor(
    private readonly sourceMaps: SourceMapResolver,
    private readonly renderer: ReportRenderer,
    private readonly overhead: OverheadMeter,
    private readonly work: OwnWork,
    private readonly redactor: Redactor,
    private readonly options: LiveOptions,
  ) {}

  /** @throws AlertBuildError */
  async explain(execution: FinishedExecution, handle: RecordingHandle): Promise<Explained> {
    const recording = await step('A recording could not be cut', () => handle.cut());
    const mapped = await step('A recording could not be mapped to its sources', () =>
      this.sourceMaps.resolve(recording),
    );
    const diagnosis = await step('A recording could not be explained', () =>
      this.work.run(diagnosing(mapped, this.places)),
    );
    const report = await step('A report could not be written', () =>
      this.work.run(this.report(execution, mapped, diagnosis)),
    );
    const held = await this.work.run(blockedIntervals(execution, recording, diagnosis.verdict));
    const others = held.filter(({ by }) => by.id !== execution.id);
    return { report, held, culprit: mostlyHeldBy(others, execution.durationMs) };
  }

  /** The alert about what was explained, whose report is drawn when a notifier asks for it. */
  alertOf({ report }: Explained, fingerprint: string, repeats: Alert['repeats'], victims: Alert['victims']): Alert {
    const named = victims.map(({ name, durationMs }) => ({ name: this.redactor.text(name), durationMs }));
    return new RaisedAlert(fingerprint, report, repeats, named, this.renderer);
  }

  private *report(
    execution: FinishedExecution,
    recording: Recording,
    diagnosis: Diagnosis,
  ): Generator<void, Report, void> {
    const { capture } = this.options.current;
    const captured = execution.request && (yield* captureRequest(execution.request, capture, this.redactor));
    yield;
    const report = yield* buildReport({
      id: reportId(),
      execution,
      startedAt: new Date(wallClock() - (clock() - execution.start)),
      captured,
      diagnosis,
      recording,
      runtime: this.runtime,
      overhead: this.overhead.share(),
    });
    yield;
    return yield* redactReport(report, this.redactor);
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
