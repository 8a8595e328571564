import { type AlertFiles, hasFiles } from '../../delivery/alert-files.js';
import type { Alert } from '../../model/alert.interface.js';
import type { Digest } from '../../model/digest.interface.js';
import type { LiveOptions } from '../../options/live-options.js';
import { basicAuth } from '../http-client/basic-auth.js';
import type { HttpClient } from '../http-client/http-client.js';
import { withRetries } from '../http-client/retries.js';
import { digestMessage } from '../message/digest-message.js';
import type { Message } from '../message/message.interface.js';
import type { BuiltInNotifier } from '../notifier-definition.js';
import type { ChatPost, ChatWebhook, ChatWebhookOptions } from './chat-webhook.interface.js';

const FILES_WITHIN_MS = 2_000;

/**
 * Posts alerts to a chat at a secret URL. A repeated post would appear twice, so a post is repeated only if it has certainly
 * not arrived.
 *
 * @internal
 */
export abstract class ChatWebhookNotifier<Options extends ChatWebhookOptions> implements BuiltInNotifier {
  readonly name: string;

  constructor(
    protected readonly chat: ChatWebhook<Options>,
    protected readonly live: LiveOptions,
    protected readonly http: HttpClient,
    protected readonly files: AlertFiles,
  ) {
    this.name = chat.name;
  }

  prepare(): Promise<void> {
    return this.http.prepare();
  }

  async notify(alert: Alert, signal: AbortSignal): Promise<void> {
    const { current } = this.live;
    const options = this.chat.options.of(current);
    if (options === false) return;
    const files = hasFiles(current) ? await this.files.within(alert, FILES_WITHIN_MS) : [];
    await this.postMessage(this.chat.alert(alert, { files }), options, signal);
  }

  async digest(digest: Digest, signal: AbortSignal): Promise<void> {
    const options = this.chat.options.of(this.live.current);
    if (options !== false) await this.postMessage(digestMessage(digest), options, signal);
  }

  protected postMessage(message: Message, options: Options, signal: AbortSignal): Promise<void> {
    return this.post(() => this.chat.post(message, options), options, signal);
  }

  /** @param make called for each attempt */
  protected async post(make: () => ChatPost, options: Options, signal: AbortSignal): Promise<void> {
    const policy = {
      maxRetries: options.maxRetries,
      repeatableMs: 0,
      budgetMs: this.live.current.delivery.timeoutMs,
      timing: this.http.timing,
    };
    await withRetries(() => this.attempt(make(), signal), policy, signal);
  }

  private async attempt({ url, body }: ChatPost, signal: AbortSignal): Promise<void> {
    const headers = { 'content-type': 'application/json; charset=utf-8', ...basicAuth(url) };
    const bytes = Buffer.from(JSON.stringify(body));
    this.chat.check(await this.http.send({ method: 'POST', url, headers, body: bytes }, signal), url);
  }
}
