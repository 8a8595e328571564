import type { SupportedFormat } from '../../model/report-formats.js';
import type { Format } from './format.interface.js';
import { htmlFormat } from './html/html.format.js';
import { jsonFormat } from './json/json.format.js';
import { markdownFormat } from './markdown/markdown.format.js';

/** Every format, by its name. A folder beside this file has each one's code. @internal */
export const FORMATS: Readonly<Record<SupportedFormat, Format>> = {
  html: htmlFormat,
  json: jsonFormat,
  markdown: markdownFormat,
};
