import { basicAuth } from '../http-client/basic-auth.js';
import type { HttpClient } from '../http-client/http-client.js';
import { withRetries } from '../http-client/retries.js';
import { mattermostAnswer } from './mattermost-answer.js';
import type { IncomingWebhookOptions } from './mattermost.options.js';
import type { MattermostText } from './mattermost-text.js';

/**
 * An incoming webhook. A repeated post would appear twice, so a post is repeated only if it has certainly not arrived.
 *
 * @internal
 */
export class MattermostWebhook {
  readonly url: URL;

  constructor(
    private readonly http: HttpClient,
    private readonly options: IncomingWebhookOptions,
    private readonly budgetMs: () => number,
  ) {
    this.url = new URL(options.webhookUrl);
  }

  async post({ message, attachment }: MattermostText, signal: AbortSignal): Promise<void> {
    const { url } = this;
    const body = Buffer.from(JSON.stringify({ text: message, attachments: [attachment] }));
    const headers = { 'content-type': 'application/json', ...basicAuth(url) };
    await withRetries(
      async () =>
        mattermostAnswer(await this.http.send({ method: 'POST', url, headers, body }, signal), url, 'webhook', 'post'),
      { maxRetries: this.options.maxRetries, repeatableMs: 0, budgetMs: this.budgetMs(), timing: this.http.timing },
      signal,
    );
  }
}
