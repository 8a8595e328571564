import { Injectable } from '@nestjs/common';
import { AlertFiles, hasFiles } from '../../delivery/alert-files.js';
import type { Alert } from '../../model/alert.interface.js';
import type { Digest } from '../../model/digest.interface.js';
import { LiveOptions } from '../../options/live-options.js';
import { basicAuth } from '../http-client/basic-auth.js';
import { HttpClient } from '../http-client/http-client.js';
import { withRetries } from '../http-client/retries.js';
import type { BuiltInNotifier } from '../notifier-definition.js';
import { SIGNATURE_HEADER, signature } from './signature.js';
import { webhookAnswer } from './webhook-answer.js';
import { WEBHOOK_FORMATS } from './webhook-format.js';
import { webhookOptions, type ResolvedWebhook } from './webhook.options.js';

const FILES_WITHIN_MS = 2_000;

/**
 * Posts alerts to any URL: as JSON, signed if there is a secret, or in the format of the webhooks of Slack or Discord.
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
    const format = WEBHOOK_FORMATS[webhook.format];
    const namesFiles = format.isChat && hasFiles(current);
    const files = namesFiles ? await this.files.within(alert, FILES_WITHIN_MS) : [];
    await this.send(webhook, format.alert(alert, files), alert.id, signal);
  }

  async digest(digest: Digest, signal: AbortSignal): Promise<void> {
    const webhook = webhookOptions.of(this.live.current);
    if (webhook === false) return;
    await this.send(webhook, WEBHOOK_FORMATS[webhook.format].digest(digest), digest.id, signal);
  }

  /** The URL itself is not requested: a receiver may take any request for an alert. */
  async probe(signal: AbortSignal): Promise<string> {
    const webhook = webhookOptions.of(this.live.current);
    return webhook === false ? '' : this.http.reach(new URL(webhook.url), signal);
  }

  private async send(webhook: ResolvedWebhook, content: object, id: string, signal: AbortSignal): Promise<void> {
    const url = new URL(webhook.url);
    const body = Buffer.from(JSON.stringify(content));
    const policy = {
      maxRetries: webhook.maxRetries,
      // A receiver of JSON recognizes a repeated request by its id.
      repeatableMs: WEBHOOK_FORMATS[webhook.format].isChat ? 0 : Number.POSITIVE_INFINITY,
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

/** Signs each attempt anew: receivers may refuse an old signature. */
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
