import type { Alert, AlertSeverity } from '../model/alert.interface.js';
import type { Report, ReportFormat } from '../model/report.interface.js';
import { reportBytes } from '../report/report-bytes.js';
import type { ReportRenderer } from '../report/report-renderer.js';
import { RenderedFormats } from './rendered-formats.js';

const CRITICAL_FACTOR = 3;

/**
 * The alert about a slow execution. It owns the rendered report: the bytes are freed with it.
 *
 * Its private fields are `#` fields, so that it serializes to JSON as its public properties only.
 *
 * @internal
 */
export class RaisedAlert implements Alert {
  readonly id: string;
  readonly severity: AlertSeverity;
  readonly test = false;
  /** With the repeats and victims, which are known when the alert is raised. */
  readonly report: Report;
  readonly #formats: RenderedFormats;
  readonly #reportBytes: number;

  constructor(
    readonly fingerprint: string,
    report: Report,
    readonly repeats: Alert['repeats'],
    readonly victims: Alert['victims'],
    renderer: Pick<ReportRenderer, 'render'>,
  ) {
    this.report = { ...report, ...(repeats.count > 0 && { repeats }), ...(victims.length > 0 && { victims }) };
    this.id = report.id;
    this.severity = severityOf(report);
    this.#formats = new RenderedFormats(this.report, renderer);
    this.#reportBytes = reportBytes(report);
  }

  /** An estimate of its memory, which grows with each rendered format. */
  get bytes(): number {
    return this.#reportBytes + this.#formats.bytes;
  }

  render(format: ReportFormat): Promise<Uint8Array> {
    return this.#formats.render(format);
  }
}

function severityOf({ execution, verdict }: Report): AlertSeverity {
  const isQueued = verdict.kind === 'queued';
  const durationMs = isQueued ? verdict.ms : execution.durationMs;
  const thresholdMs = (isQueued ? execution.queueThresholdMs : execution.thresholdMs) ?? 0;
  return thresholdMs > 0 && durationMs >= thresholdMs * CRITICAL_FACTOR ? 'critical' : 'warning';
}
