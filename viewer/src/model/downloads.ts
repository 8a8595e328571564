import { REPORT_FORMATS, type ReportFormat } from '../../../lib/model/report-formats.js';
import type { Report } from '../../../lib/model/report.interface.js';
import { runSteps, type Steps } from '../../../lib/platform/steps.js';
import { renderCpuprofile } from '../../../lib/report/formats/cpuprofile/cpuprofile.format.js';
import { renderJson } from '../../../lib/report/formats/json/json.format.js';
import { renderMarkdown } from '../../../lib/report/formats/markdown/markdown.format.js';
import { renderPprof } from '../../../lib/report/formats/pprof/pprof-profile.js';
import { renderSpeedscope } from '../../../lib/report/formats/speedscope/speedscope.format.js';
import { renderTrace } from '../../../lib/report/formats/trace/trace.format.js';

/** A format that the page writes. The reader has the page already. */
export type Download = Exclude<ReportFormat, 'html'>;

/** The formats and their readers. */
export const DOWNLOADS: Readonly<Record<Download, string>> = {
  json: 'JSON',
  markdown: 'Markdown',
  speedscope: 'speedscope',
  trace: 'Trace (DevTools, Perfetto)',
  cpuprofile: 'CPU profile',
  pprof: 'pprof',
};

const RENDERERS: Readonly<Record<Download, (report: Report) => Steps<Uint8Array>>> = {
  json: renderJson,
  markdown: renderMarkdown,
  speedscope: renderSpeedscope,
  trace: renderTrace,
  cpuprofile: renderCpuprofile,
  pprof: renderPprof,
};

/** The name of the file: the report's id with the extension of the format. */
export function downloadName({ id }: Report, format: Download): string {
  return `${id}.${REPORT_FORMATS[format].extension}`;
}

/** The same file as the monitor writes. */
export async function downloadFile(report: Report, format: Download): Promise<Blob> {
  const bytes = runSteps(RENDERERS[format](report)) as Uint8Array<ArrayBuffer>;
  const { mediaType } = REPORT_FORMATS[format];
  if (format !== 'pprof') return new Blob([bytes], { type: mediaType });
  const compressed = new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Blob([await new Response(compressed).arrayBuffer()], { type: mediaType });
}
