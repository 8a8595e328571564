import { Injectable } from '@nestjs/common';
import { RaisedAlert } from '../delivery/raised-alert.js';
import type { Alert } from '../model/alert.interface.js';
import type { Report } from '../model/report.interface.js';
import { Redactor } from '../privacy/redactor.js';
import { ReportRenderer } from '../report/report-renderer.js';

/**
 * Creates the alert that notifiers get, from a report and the backlog of its fingerprint.
 *
 * @internal
 */
@Injectable()
export class AlertComposer {
  constructor(
    private readonly renderer: ReportRenderer,
    private readonly redactor: Redactor,
  ) {}

  compose(report: Report, fingerprint: string, repeats: Alert['repeats'], victims: Alert['victims']): Alert {
    const redacted = victims.map(({ name, durationMs }) => ({ name: this.redactor.text(name), durationMs }));
    return new RaisedAlert(fingerprint, report, repeats, redacted, this.renderer);
  }
}
