import { Injectable } from '@nestjs/common';
import type { Alert } from '../../model/alert.interface.js';
import { LiveOptions } from '../../options/live-options.js';
import { AlertFiles } from '../../delivery/alert-files.js';
import type { Digest } from '../../model/digest.interface.js';
import { basicAuth } from '../http/basic-auth.js';
import { HttpClient } from '../http/http-client.js';
import { withRetries } from '../http/retries.js';
import { alertMessage } from '../message/alert-message.js';
import { digestMessage } from '../message/digest-message.js';
import type { Message } from '../message/message.interface.js';
import type { BuiltInNotifier } from '../notifier-definition.js';
import { discordBody } from './discord.body.js';
import { alertBody, digestBody } from './json.body.js';
import { SIGNATURE_HEADER, signature } from './signature.js';
import { slackBody } from './slack.body.js';
import { webhookOptions, type ResolvedWebhook } from './webhook.options.js';
import { webhookAnswer } from './webhook-answer.js';

const FILES_WITHIN_MS = 2_000;

/**
 * Posts alerts to any address: as JSON, signed when there is a secret, or in the form of Slack's or Discord's webhooks.
 *
 * @internal
 */
@Injectable()
export class WebhookNotifier implements BuiltInNotifier {
  readonly name = 'webhook';

  constructor(
    private readonly live: LiveOptions,
    private readonly http: HttpClient,
    private readonly files: AlertFiles,
  ) {}

  prepare(): Promise<void> {
    return this.http.prepare();
  }

  async notify(alert: Alert, signal: AbortSignal): Promise<void> {
    const { current } = this.live;
    const webhook = webhookOptions.of(current);
    if (webhook === false) return;
    if (webhook.format === 'json') return this.send(webhook, alertBody(alert), alert.id, signal);
    const files = current.localFile === false ? [] : await this.files.within(alert, FILES_WITHIN_MS);
    await this.send(webhook, chatBody(webhook.format, alertMessage(alert, { files })), alert.id, signal);
  }

  async digest(digest: Digest, signal: AbortSignal): Promise<void> {
    const webhook = webhookOptions.of(this.live.current);
    if (webhook === false) return;
    const body = webhook.format === 'json' ? digestBody(digest) : chatBody(webhook.format, digestMessage(digest));
    await this.send(webhook, body, digest.id, signal);
  }

  private async send(webhook: ResolvedWebhook, content: object, id: string, signal: AbortSignal): Promise<void> {
    const url = new URL(webhook.url);
    const body = Buffer.from(JSON.stringify(content));
    const policy = {
      maxRetries: webhook.maxRetries,
      // A receiver of JSON recognises what comes twice by its id; a chat shows it twice.
      repeatableMs: webhook.format === 'json' ? Number.POSITIVE_INFINITY : 0,
      budgetMs: this.live.current.delivery.timeoutMs,
      timing: this.http.timing,
    };
    await withRetries(
      async () => {
        const headers = headersOf(webhook, url, body, id);
        webhookAnswer(await this.http.send({ method: 'POST', url, headers, body }, signal), url);
      },
      policy,
      signal,
    );
  }
}

function chatBody(format: 'slack' | 'discord', message: Message): object {
  return format === 'slack' ? slackBody(message) : discordBody(message);
}

/** Signed anew for each attempt: receivers may refuse what was signed long ago. */
function headersOf(webhook: ResolvedWebhook, url: URL, body: Uint8Array, id: string): Record<string, string> {
  const given = Object.entries(webhook.headers).map(([name, value]) => [name.toLowerCase(), value] as const);
  return {
    'user-agent': 'nestjs-performance-monitor',
    'idempotency-key': id,
    ...basicAuth(url),
    ...Object.fromEntries(given),
    'content-type': 'application/json',
    ...(webhook.secret !== undefined && { [SIGNATURE_HEADER]: signature(webhook.secret, body) }),
  };
}
