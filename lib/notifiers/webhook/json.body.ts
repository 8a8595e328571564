import type { Alert } from '../../model/alert.interface.js';
import type { Digest } from '../../model/digest.interface.js';

/**
 * An alert as plain JSON: all of it but the report's tree and timeline, which make a report large and are for reading
 * in the page. `id` is the same when it has to be sent again.
 *
 * @internal
 */
export function alertBody(alert: Alert): object {
  const { tree: _tree, timeline: _timeline, ...report } = alert.report;
  const { id, fingerprint, severity, test, repeats, victims } = alert;
  return { type: 'alert', schemaVersion: 1, id, fingerprint, severity, test, repeats, victims, report };
}

/** @internal */
export function digestBody(digest: Digest): object {
  return { type: 'digest', schemaVersion: 1, ...digest };
}
