import type { ReportFormat } from '../../lib/model/report-formats.js';
import type { Report } from '../../lib/model/report.interface.js';
import { runSteps, type Steps } from '../../lib/platform/steps.js';
import { FORMATS } from '../../lib/report/formats/index.js';

/** Nothing else runs in this process: the steps need no pauses. */
const AT_ONCE = { run: async <T>(steps: Steps<T>): Promise<T> => runSteps(steps) };

/**
 * Renders a report with the renderer of the monitor.
 *
 * @throws Error, by rejecting
 */
export function renderReport(report: Report, format: ReportFormat): Promise<Uint8Array> {
  return FORMATS[format](AT_ONCE)(report);
}
