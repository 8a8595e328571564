import type { Report } from '../../../lib/model/report.interface.js';
import { checkVersion, decodeReport } from './decode-report.js';

/** The element of a page that contains its report. */
const ELEMENT = /<script\b[^>]*\bid="report-data"[^>]*>([^<]*)</;

/**
 * Reads the report in a file that the reader has chosen: an HTML report, or a JSON document.
 *
 * @throws Error, by rejecting, with a sentence for the reader
 */
export async function readReportFile(text: string): Promise<Report> {
  const data = ELEMENT.exec(text)?.[1];
  if (data !== undefined) return decodeReport(data);
  return checkVersion(parsed(text));
}

function parsed(text: string): Partial<Report> {
  const problem = 'The file is no report. Choose an HTML or JSON file that this package wrote.';
  try {
    const document: unknown = JSON.parse(text);
    if (typeof document === 'object' && document !== null && 'schemaVersion' in document)
      return document as Partial<Report>;
  } catch {
    throw new Error(problem);
  }
  throw new Error(problem);
}
