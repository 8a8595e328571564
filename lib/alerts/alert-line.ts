import { oneLine } from '../model/format/one-line.js';
import type { Alert } from '../model/alert.interface.js';
import { durationText } from '../model/format/duration.js';

const MAX_HEADLINE = 500;
const MAX_PATH = 500;
const MAX_FILES = 7;
const MAX_VICTIMS = 3;

/**
 * The log line about an alert: the execution, the verdict, the backlog and the report files.
 *
 * @param files paths of the written reports
 * @param delivered false when no notifier delivered it
 * @internal
 */
export function alertLine(alert: Alert, files: readonly string[], delivered: boolean): string {
  const { execution, verdict } = alert.report;
  const threshold = `(threshold ${durationText(execution.thresholdMs)})`;
  const name = oneLine(execution.name);
  const isStuck = execution.stuck === true;
  const subject = isStuck ? `Stuck: ${name}` : `Slow: ${name} took ${durationText(execution.durationMs)}`;
  const headline = oneLine(verdict.headline, MAX_HEADLINE).replace(/\.$/, '');
  const paths = pathsText(files);
  const where = paths === '' ? '' : ` Report: ${paths}`;
  const undelivered = delivered ? '' : ' No notifier delivered this alert.';
  return `${subject} ${threshold}: ${headline}.${repeatsText(alert)}${victimsText(alert)}${where}${undelivered}`;
}

/** `/r/a.html (also .json, .md)`: the formats of one report differ in their extensions only. */
function pathsText([first, ...others]: readonly string[]): string {
  if (first === undefined) return '';
  const stem = first.slice(0, first.lastIndexOf('.') + 1);
  const rest = others.slice(0, MAX_FILES - 1);
  const formats = rest.filter(path => stem !== '' && path.startsWith(stem)).map(path => path.slice(stem.length - 1));
  const different = rest.filter(path => stem === '' || !path.startsWith(stem));
  const also = formats.length === 0 ? '' : ` (also ${oneLine(formats.join(', '), MAX_PATH)})`;
  return [oneLine(first, MAX_PATH) + also, ...different.map(path => oneLine(path, MAX_PATH))].join(', ');
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
