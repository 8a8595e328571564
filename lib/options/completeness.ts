import type { CheckedOptions } from './options.schema.js';

/** What is wrong although each value by itself is right. @internal */
export interface Incompleteness {
  readonly path: string;
  readonly message: string;
}

/** Notifiers that are switched on and lack something. @internal */
export function incompletenessOf({ mattermost, webhook, email }: CheckedOptions): Incompleteness[] {
  const faults: Incompleteness[] = [];
  if (mattermost !== false) {
    const bot = { serverUrl: mattermost.serverUrl, token: mattermost.token, channelId: mattermost.channelId };
    if (mattermost.webhookUrl === undefined) {
      faults.push(
        ...missing(
          'mattermost',
          bot,
          'a bot needs serverUrl, token and channelId; an incoming webhook only webhookUrl',
        ),
      );
    } else if (mattermost.token !== undefined) {
      faults.push({
        path: 'mattermost.webhookUrl',
        message: 'must not stand beside mattermost.token: give the webhook alone, or a bot',
      });
    }
  }
  if (webhook !== false) faults.push(...missing('webhook', { url: webhook.url }, 'alerts are posted there'));
  if (email !== false) {
    const { transport, from, to } = email;
    faults.push(...missing('email', { transport, from, to }, 'e-mail needs transport, from and to'));
  }
  return faults;
}

function missing(group: string, values: Readonly<Record<string, unknown>>, why: string): Incompleteness[] {
  return Object.entries(values)
    .filter(([, value]) => value === undefined)
    .map(([name]) => ({ path: `${group}.${name}`, message: `is missing: ${why}; or set ${group} to false` }));
}
