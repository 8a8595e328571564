import type { Alert } from '../../model/alert.interface.js';
import type { Digest } from '../../model/digest.interface.js';
import { digestMessage } from '../message/digest-message.js';
import { discordAlert } from './discord-alert.js';
import { discordBody } from './discord.body.js';
import { alertBody, digestBody } from './json.body.js';
import { slackAlert } from './slack-alert.js';
import { slackBody } from './slack.body.js';
import type { ResolvedWebhook } from './webhook.options.js';

/** The bodies of one value of `webhook.format`. @internal */
export interface WebhookFormat {
  /** A chat names the report's files, and would show a repeated message twice. */
  readonly isChat: boolean;
  alert(alert: Alert, files: readonly string[]): object;
  digest(digest: Digest): object;
}

/** @internal */
export const WEBHOOK_FORMATS: Readonly<Record<ResolvedWebhook['format'], WebhookFormat>> = {
  json: { isChat: false, alert: alertBody, digest: digestBody },
  slack: {
    isChat: true,
    alert: (alert, files) => slackBody(slackAlert(alert, { files })),
    digest: digest => slackBody(digestMessage(digest)),
  },
  discord: {
    isChat: true,
    alert: (alert, files) => discordBody(discordAlert(alert, { files })),
    digest: digest => discordBody(digestMessage(digest)),
  },
};
