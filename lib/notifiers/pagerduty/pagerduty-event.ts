import { oneLine } from '../../model/format/one-line.js';
import type { Alert } from '../../model/alert.interface.js';
import type { ReportPlace } from '../message/alert-facts.js';
import { plainPieces } from '../message/inert-text.js';
import type { Pieces } from '../message/message.interface.js';
import { capRunes } from '../message/runes.js';
import { pagerDutyAlert } from './pagerduty-alert.js';

/**
 * PagerDuty's own limits are 1 024 characters for the summary, 255 for the key, and 512 kB for an event.
 *
 * Source: PagerDuty Developer, "Events API v2: Send an Alert Event" and its OpenAPI document, 2025.
 */
const MAX_SUMMARY = 1_000;
const MAX_TEXT = 200;

/** @internal */
export interface PagerDutyEvent {
  readonly event_action: 'trigger' | 'resolve';
  /** Events with one key belong to one alert, until it is resolved. */
  readonly dedup_key: string;
  readonly payload?: object;
  readonly links?: readonly { readonly href: string; readonly text: string }[];
}

/**
 * The event that opens an alert. All texts are plain: PagerDuty has no markup in them.
 *
 * @internal
 */
export function triggerEvent(alert: Alert, place: ReportPlace): PagerDutyEvent {
  const { headline, rows } = pagerDutyAlert(alert, place);
  const { execution, runtime, verdict } = alert.report;
  return {
    event_action: 'trigger',
    dedup_key: keyOf(alert),
    links: rows.flatMap(({ value }) => linksIn(value)),
    payload: {
      summary: capRunes(oneLine(headline, MAX_SUMMARY), MAX_SUMMARY),
      source: oneLine(runtime.host, MAX_TEXT) || 'unknown',
      severity: alert.test ? 'info' : alert.severity,
      timestamp: execution.startedAt,
      component: oneLine(execution.name, MAX_TEXT),
      class: verdict.kind,
      custom_details: Object.fromEntries(rows.map(({ label, value }) => [plainPieces(label), plainPieces(value)])),
    },
  };
}

function linksIn(pieces: Pieces): { href: string; text: string }[] {
  return pieces.flatMap(piece =>
    typeof piece !== 'string' && piece.link === true ? [{ href: piece.data, text: 'Report' }] : [],
  );
}

/** The event that ends a test. @internal */
export function resolveEvent(alert: Alert): PagerDutyEvent {
  return { event_action: 'resolve', dedup_key: keyOf(alert) };
}

/** All tests have one fingerprint. Two at the same time must not end each other. */
function keyOf(alert: Alert): string {
  return alert.test ? `test:${alert.id}` : alert.fingerprint;
}
