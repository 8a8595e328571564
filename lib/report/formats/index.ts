import type { ReportFormat } from '../../model/report-formats.js';
import { cpuprofileFormat } from './cpuprofile/cpuprofile.format.js';
import type { Format } from './format.interface.js';
import { htmlFormat } from './html/html.format.js';
import { jsonFormat } from './json/json.format.js';
import { markdownFormat } from './markdown/markdown.format.js';
import { pprofFormat } from './pprof/pprof.format.js';
import { speedscopeFormat } from './speedscope/speedscope.format.js';
import { traceFormat } from './trace/trace.format.js';

/** Every format, by its name. A folder beside this file has each one's code. @internal */
export const FORMATS: Readonly<Record<ReportFormat, Format>> = {
  html: htmlFormat,
  json: jsonFormat,
  markdown: markdownFormat,
  cpuprofile: cpuprofileFormat,
  speedscope: speedscopeFormat,
  trace: traceFormat,
  pprof: pprofFormat,
};
