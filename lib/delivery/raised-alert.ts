import type { Report, ReportFormat } from '../model/report.interface.js';
import type { ReportRenderer } from '../report/report-renderer.js';
import type { Alert, AlertSeverity } from '../model/alert.interface.js';
import { reportBytes } from '../report/report-bytes.js';
import { severityOf } from './severity.js';

/**
 * An alert whose report is drawn when a notifier first asks for it. The drawn bytes are its own: they go when it goes.
 *
 * @internal
 */
export class RaisedAlert implements Alert {
  readonly id: string;
  readonly severity: AlertSeverity;
  readonly test = false;
  readonly #drawn = new Map<ReportFormat, Promise<Uint8Array>>();
  readonly #renderer: Pick<ReportRenderer, 'render'>;
  readonly #reportBytes: number;
  #drawnBytes = 0;

  constructor(
    readonly fingerprint: string,
    readonly report: Report,
    readonly repeats: Alert['repeats'],
    readonly victims: Alert['victims'],
    renderer: Pick<ReportRenderer, 'render'>,
  ) {
    this.id = report.id;
    this.severity = severityOf(report.execution.durationMs, report.execution.thresholdMs);
    this.#renderer = renderer;
    this.#reportBytes = reportBytes(report);
  }

  /** What it holds in memory, about: more once it was drawn. */
  get bytes(): number {
    return this.#reportBytes + this.#drawnBytes;
  }

  async render(format: ReportFormat): Promise<Uint8Array> {
    const drawn = this.#drawn.get(format);
    if (drawn) return drawn;
    const drawing = this.#renderer.render(this.report, format);
    this.#drawn.set(format, drawing);
    drawing.then(
      bytes => (this.#drawnBytes += bytes.byteLength),
      // A drawing that failed may succeed when a notifier tries again.
      () => this.#drawn.delete(format),
    );
    return drawing;
  }
}
