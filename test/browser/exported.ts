import { Buffer } from 'node:buffer';
import type { Report, ReportFormat } from '../../lib/model/report.interface.js';
import { OverheadMeter } from '../../lib/overhead/overhead-meter.js';
import { OwnWork } from '../../lib/overhead/own-work.js';
import { ReportRenderer } from '../../lib/report/report-renderer.js';

/** A report as the file of another tool, in base64. */
export async function exported(report: Report, format: ReportFormat): Promise<string> {
  const bytes = await new ReportRenderer(new OwnWork(new OverheadMeter())).render(report, format);
  return Buffer.from(bytes).toString('base64');
}
