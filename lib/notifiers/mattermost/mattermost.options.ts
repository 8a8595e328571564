import { httpUrl, text } from '../../options/schema/checks.js';
import { missingFaults, switchablePart } from '../../options/schema/option-part.js';
import { optional } from '../../options/schema/option.js';
import { maxRetries } from '../http-client/max-retries.js';

const CHANNEL_ID = /^[a-z0-9]{26}$/;
const INCOMPLETE = 'a bot needs serverUrl, token and channelId; an incoming webhook needs webhookUrl only';

/** @internal */
export interface BotOptions {
  readonly kind: 'bot';
  /** Without a slash at its end. */
  readonly serverUrl: string;
  readonly token: string;
  readonly channelId: string;
  readonly maxRetries: number;
}

/** @internal */
export interface IncomingWebhookOptions {
  readonly kind: 'webhook';
  readonly webhookUrl: string;
  readonly maxRetries: number;
}

/** @internal */
export const mattermostOptions = switchablePart({
  option: 'mattermost',
  facts: { about: 'sends alerts to a Mattermost channel', variable: 'WPM_ENABLE_MATTERMOST', form: 'boolean' },
  members: {
    serverUrl: optional(
      httpUrl.transform(url => url.replace(/\/+$/, '')),
      { about: 'the server, for a bot', variable: 'WPM_MATTERMOST_SERVER_URL' },
    ),
    token: optional(text("the bot's access token"), {
      about: "the bot's access token",
      variable: 'WPM_MATTERMOST_TOKEN',
      secret: true,
    }),
    channelId: optional(
      text("the channel's id").refine(
        id => CHANNEL_ID.test(id),
        "must be the channel's id, 26 lower-case letters and digits, not its name: Mattermost shows it in the channel's menu, under View Info",
      ),
      { about: "the channel's id, not its name", variable: 'WPM_MATTERMOST_CHANNEL_ID' },
    ),
    webhookUrl: optional(httpUrl, {
      about: 'an incoming webhook, instead of a bot',
      variable: 'WPM_MATTERMOST_WEBHOOK_URL',
      secret: true,
    }),
    maxRetries: maxRetries('WPM_MATTERMOST_MAX_RETRIES'),
  },
  faultsOf({ serverUrl, token, channelId, webhookUrl }) {
    if (webhookUrl === undefined) return missingFaults('mattermost', { serverUrl, token, channelId }, INCOMPLETE);
    if (token === undefined) return [];
    const message = 'must not be set beside mattermost.token: set the webhook alone, or a bot';
    return [{ path: 'mattermost.webhookUrl', message }];
  },
  resolve({
    serverUrl,
    token,
    channelId,
    webhookUrl,
    maxRetries: retries,
  }): BotOptions | IncomingWebhookOptions | false {
    if (webhookUrl !== undefined) return Object.freeze({ kind: 'webhook', webhookUrl, maxRetries: retries });
    if (serverUrl === undefined || token === undefined || channelId === undefined) return false;
    return Object.freeze({ kind: 'bot', serverUrl, token, channelId, maxRetries: retries });
  },
});
