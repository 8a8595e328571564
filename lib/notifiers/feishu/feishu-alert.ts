import type { Alert } from '../../model/alert.interface.js';
import { alertFacts, alertMessage, type ReportPlace } from '../message/alert-facts.js';
import type { Message } from '../message/message.interface.js';

/**
 * The rows of an alert in Feishu, in their order. A test alert has nothing but its host and its report.
 *
 * Equal to Slack's at present; each chat selects its own rows.
 *
 * @internal
 */
export function feishuAlert(alert: Alert, place: ReportPlace): Message {
  const { endpoint, duration, time, where, trace, host, repeats, victims, report } = alertFacts(alert, place);
  return alertMessage(
    alert,
    alert.test ? [host, report] : [endpoint, duration, time, where, trace, host, repeats, victims, report],
  );
}
