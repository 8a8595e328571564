import type { Alert } from '../../model/alert.interface.js';
import type { Digest } from '../../model/digest.interface.js';

/**
 * An alert as JSON, without the report's tree and timeline, which are large and made for the page. A repeated request has
 * the same `id`.
 *
 * @internal
 */
export function alertBody(alert: Alert): object {
  // The alert itself has its repeats and victims.
  const { tree: _tree, timeline: _timeline, repeats: _repeats, victims: _victims, ...report } = alert.report;
  const { id, fingerprint, severity, test, repeats, victims } = alert;
  return { type: 'alert', schemaVersion: 1, id, fingerprint, severity, test, repeats, victims, report };
}

/** @internal */
export function digestBody(digest: Digest): object {
  return { type: 'digest', schemaVersion: 1, ...digest };
}
