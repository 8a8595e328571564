import { REPORT_FORMATS } from '../../model/report-formats.js';
import type { HttpClient } from '../http-client/http-client.js';
import { encodeForm } from '../http-client/multipart.js';
import { AttemptError, withRetries, type RetryPolicy } from '../http-client/retries.js';
import { mattermostAnswer } from './mattermost-answer.js';
import type { BotOptions } from './mattermost.options.js';
import type { MattermostText } from './mattermost-text.js';

/**
 * The server keeps the pending id of a post for 30 s, and answers a repeated request with the first post. The difference is
 * time for the request itself.
 */
const REPEATABLE_MS = 20_000;
const JSON_TYPE = { 'content-type': 'application/json' };

/** The calls of the REST API for a bot, each with its retries. @internal */
export class MattermostBot {
  constructor(
    private readonly http: HttpClient,
    private readonly options: BotOptions,
    private readonly budgetMs: () => number,
  ) {}

  /** @throws DeliveryError 401 */
  async me(signal: AbortSignal): Promise<{ username: string }> {
    const json = await this.get('/api/v4/users/me', "read the bot's account", signal);
    return { username: typeof json.username === 'string' ? json.username : 'the bot' };
  }

  /** @throws DeliveryError 403 and 404 */
  async channel(signal: AbortSignal): Promise<{ archived: boolean }> {
    const path = `/api/v4/channels/${encodeURIComponent(this.options.channelId)}`;
    const json = await this.get(path, 'read the channel', signal);
    return { archived: typeof json.delete_at === 'number' && json.delete_at > 0 };
  }

  /** A repeated upload leaves an unused file, which is harmless. It is repeated after every failure. */
  async upload(name: string, bytes: Uint8Array, signal: AbortSignal): Promise<string> {
    const url = this.url('/api/v4/files');
    const form = await encodeForm(
      { channel_id: this.options.channelId },
      { field: 'files', name, bytes, type: REPORT_FORMATS.html.mediaType },
    );
    const headers = { ...this.authorization, 'content-type': form.contentType };
    return withRetries(
      async () => {
        const answer = await this.http.send({ method: 'POST', url, headers, body: form.bytes }, signal);
        const id = fileIdOf(mattermostAnswer(answer, url, 'bot', 'upload the report'));
        if (id !== undefined) return id;
        throw new AttemptError('Mattermost accepted the report, but its answer was cut off', { retry: true });
      },
      this.policy(Number.POSITIVE_INFINITY),
      signal,
    );
  }

  /**
   * @param pendingId the server recognizes a repeated post by this id
   * @returns `false` if the server dropped the file, which it does without an error; `undefined` for an answer without that
   *   information
   */
  async post(
    text: MattermostText,
    fileId: string | undefined,
    pendingId: string,
    signal: AbortSignal,
  ): Promise<boolean | undefined> {
    const url = this.url('/api/v4/posts');
    const body = Buffer.from(
      JSON.stringify({
        channel_id: this.options.channelId,
        message: text.message,
        pending_post_id: pendingId,
        props: { attachments: [text.attachment] },
        ...(fileId !== undefined && { file_ids: [fileId] }),
      }),
    );
    const headers = { ...this.authorization, ...JSON_TYPE };
    const post = await withRetries(
      async () =>
        mattermostAnswer(await this.http.send({ method: 'POST', url, headers, body }, signal), url, 'bot', 'post'),
      this.policy(REPEATABLE_MS),
      signal,
    );
    if (fileId === undefined || typeof post.id !== 'string') return undefined;
    return Array.isArray(post.file_ids) && post.file_ids.includes(fileId);
  }

  private get(
    path: string,
    todo: "read the bot's account" | 'read the channel',
    signal: AbortSignal,
  ): Promise<Record<string, unknown>> {
    const url = this.url(path);
    return withRetries(
      async () =>
        mattermostAnswer(
          await this.http.send({ method: 'GET', url, headers: this.authorization }, signal),
          url,
          'bot',
          todo,
        ),
      this.policy(Number.POSITIVE_INFINITY),
      signal,
    );
  }

  private get authorization(): Record<string, string> {
    return { authorization: `Bearer ${this.options.token}`, accept: 'application/json' };
  }

  private url(path: string): URL {
    return new URL(`${this.options.serverUrl}${path}`);
  }

  private policy(repeatableMs: number): RetryPolicy {
    const { maxRetries } = this.options;
    return { maxRetries, repeatableMs, budgetMs: this.budgetMs(), timing: this.http.timing };
  }
}

function fileIdOf(json: Record<string, unknown>): string | undefined {
  const [info] = Array.isArray(json.file_infos) ? (json.file_infos as unknown[]) : [];
  const id = typeof info === 'object' && info !== null ? (info as { id?: unknown }).id : undefined;
  return typeof id === 'string' && id !== '' ? id : undefined;
}
