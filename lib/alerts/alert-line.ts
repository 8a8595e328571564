import { oneLine } from '../privacy/one-line.js';
import type { Alert } from './alert.interface.js';
import { durationText } from '../report/duration-text.js';

const MAX_HEADLINE = 500;
const MAX_PATH = 500;
const MAX_FILES = 7;

/**
 * The one log line about an alert: what was slow, why, and where to read more.
 *
 * @param files paths of the reports that were written
 * @param delivered false when no notifier delivered it
 * @internal
 */
export function alertLine(alert: Alert, files: readonly string[], delivered: boolean): string {
  const { execution, verdict } = alert.report;
  const took = `took ${durationText(execution.durationMs)} (threshold ${durationText(execution.thresholdMs)})`;
  const headline = oneLine(verdict.headline, MAX_HEADLINE).replace(/\.$/, '');
  const paths = files.slice(0, MAX_FILES).map(path => oneLine(path, MAX_PATH));
  const where = paths.length > 0 ? ` Report: ${paths.join(', ')}` : '';
  return `Slow: ${oneLine(execution.name)} ${took}: ${headline}.${where}${delivered ? '' : ' No notifier delivered this alert.'}`;
}
