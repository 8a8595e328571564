import type { Report, ReportFormat } from '../report/report.interface.js';
import type { ReportRenderer } from '../report/report-renderer.js';
import type { OverheadMeter } from '../stats/overhead-meter.js';
import type { Alert, AlertSeverity } from './alert.interface.js';
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
  readonly victims: Alert['victims'] = [];
  readonly #drawn = new Map<ReportFormat, Promise<Uint8Array>>();
  readonly #renderer: Pick<ReportRenderer, 'render'>;
  readonly #overhead: OverheadMeter;

  constructor(
    readonly fingerprint: string,
    readonly report: Report,
    readonly repeats: Alert['repeats'],
    renderer: Pick<ReportRenderer, 'render'>,
    overhead: OverheadMeter,
  ) {
    this.id = report.id;
    this.severity = severityOf(report.execution.durationMs, report.execution.thresholdMs);
    this.#renderer = renderer;
    this.#overhead = overhead;
  }

  async render(format: ReportFormat): Promise<Uint8Array> {
    const drawn = this.#drawn.get(format);
    if (drawn) return drawn;
    const drawing = this.#overhead.measure(() => this.#renderer.render(this.report, format));
    this.#drawn.set(format, drawing);
    // A drawing that failed may succeed when a notifier tries again.
    drawing.catch(() => this.#drawn.delete(format));
    return drawing;
  }
}
