import { LOCAL_FILE } from '../../lib/delivery/alert-files.js';
import type { BuiltInNotifier } from '../../lib/notifiers/notifier-definition.js';
import { errorText } from '../../lib/privacy/error-text.js';
import type { Check } from './check.interface.js';
import type { Notifiers } from './notifiers.js';

/** Longer than the notifiers' own limits for one request. */
const PROBE_WITHIN_MS = 20_000;

/** Checks that the receivers can be reached. Nothing is sent to people. */
export async function notifierChecks({ all }: Notifiers): Promise<Check[]> {
  const others = all.filter(({ name }) => name !== LOCAL_FILE);
  if (others.length === 0) {
    const text = 'none sends alerts to people: Mattermost, webhooks and e-mail are off in environment and file';
    return [{ subject: 'notifiers', state: 'note', text }];
  }
  return Promise.all(others.map(probe));
}

async function probe(notifier: BuiltInNotifier): Promise<Check> {
  const subject = notifier.name;
  if (notifier.probe === undefined) return { subject, state: 'note', text: 'is on; --send-test tests it' };
  try {
    return { subject, state: 'ok', text: await notifier.probe(AbortSignal.timeout(PROBE_WITHIN_MS)) };
  } catch (error) {
    return { subject, state: 'failed', text: errorText(error) };
  }
}

/** Sends a test alert through every notifier. */
export async function sendTest(notifiers: Notifiers): Promise<Check[]> {
  const { results } = await notifiers.test();
  const checks = Object.entries(results).map(([name, { ok, error }]): Check => {
    const subject = `test alert, ${name}`;
    return ok
      ? { subject, state: 'ok', text: 'was delivered' }
      : { subject, state: 'failed', text: error ?? 'was not delivered' };
  });
  if (checks.length === 0) return [{ subject: 'test alert', state: 'failed', text: 'was not sent: no notifier is on' }];
  const lines = notifiers.lines.map((text): Check => ({ subject: 'log', state: 'note', text }));
  return [...checks, ...lines];
}
