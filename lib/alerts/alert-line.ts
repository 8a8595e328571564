import { oneLine } from '../model/format/one-line.js';
import type { Alert } from '../model/alert.interface.js';
import { durationText } from '../model/format/duration.js';
import { REPORT_FORMATS } from '../model/report-formats.js';

const MAX_HEADLINE = 500;
const MAX_PATH = 500;
const MAX_FILES = 7;
const MAX_VICTIMS = 3;

/** `.speedscope.json` before `.json`. */
const EXTENSIONS = Object.values(REPORT_FORMATS)
  .map(({ extension }) => `.${extension}`)
  .sort((a, b) => b.length - a.length);

/**
 * The log line about an alert: the execution, the verdict, the backlog and the report files.
 *
 * @param files paths of the written reports
 * @param delivered false when no notifier delivered it
 * @internal
 */
export function alertLine(alert: Alert, files: readonly string[], delivered: boolean): string {
  const { verdict } = alert.report;
  const subject = subjectText(alert.report);
  const headline = oneLine(verdict.headline, MAX_HEADLINE).replace(/\.$/, '');
  const paths = pathsText(files);
  const where = paths === '' ? '' : ` Report: ${paths}`;
  const undelivered = delivered ? '' : ' No notifier delivered this alert.';
  return `${subject}: ${headline}.${repeatsText(alert)}${victimsText(alert)}${where}${undelivered}`;
}

/** `Slow: GET /orders took 1.24 s (threshold 1.00 s)` */
function subjectText({ execution, verdict }: Alert['report']): string {
  const { thresholdMs, queueThresholdMs = 0, durationMs, stuck } = execution;
  const name = oneLine(execution.name);
  if (verdict.kind === 'queued') return `Queued: ${name} (threshold ${durationText(queueThresholdMs)})`;
  const what = stuck === true ? `Stuck: ${name}` : `Slow: ${name} took ${durationText(durationMs)}`;
  return `${what} (threshold ${durationText(thresholdMs)})`;
}

/** `/r/a.html (also .json, .md)`: the formats of one report differ in their extensions only. */
function pathsText([first, ...others]: readonly string[]): string {
  if (first === undefined) return '';
  const stem = stemOf(first);
  const rest = others.slice(0, MAX_FILES - 1);
  const isFormat = (path: string): boolean => path !== stem && stemOf(path) === stem;
  const formats = rest.filter(isFormat).map(path => path.slice(stem.length));
  const different = rest.filter(path => !isFormat(path));
  const also = formats.length === 0 ? '' : ` (also ${oneLine(formats.join(', '), MAX_PATH)})`;
  return [oneLine(first, MAX_PATH) + also, ...different.map(path => oneLine(path, MAX_PATH))].join(', ');
}

/** A path without the extension of its format. */
function stemOf(path: string): string {
  const extension = EXTENSIONS.find(each => path.endsWith(each)) ?? '';
  return path.slice(0, path.length - extension.length);
}

function repeatsText({ repeats: { count, worstMs, since } }: Alert): string {
  return count === 0 ? '' : ` ${count} more since ${since}, worst ${durationText(worstMs)}.`;
}

function victimsText({ victims }: Alert): string {
  if (victims.length === 0) return '';
  const shown = victims
    .slice(0, MAX_VICTIMS)
    .map(({ name, durationMs }) => `${oneLine(name)} (${durationText(durationMs)})`);
  const more = victims.length - shown.length;
  return ` Held up: ${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`;
}
