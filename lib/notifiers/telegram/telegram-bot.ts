import { REPORT_FORMATS } from '../../model/report-formats.js';
import type { HttpClient } from '../http-client/http-client.js';
import { encodeForm } from '../http-client/multipart.js';
import { withRetries } from '../http-client/retries.js';
import { telegramAnswer } from './telegram-answer.js';
import type { ResolvedTelegram } from './telegram.options.js';

interface Content {
  readonly type: string;
  readonly bytes: Uint8Array;
}

/**
 * The calls of the Bot API, each with its retries. Telegram does not recognize a repeated message, so a message is repeated
 * only if it has certainly not arrived.
 *
 * @internal
 */
export class TelegramBot {
  constructor(
    private readonly http: HttpClient,
    private readonly options: ResolvedTelegram,
    private readonly budgetMs: () => number,
  ) {}

  /** Checks the token and the chat. */
  async chat(signal: AbortSignal): Promise<void> {
    await this.call('getChat', json({ chat_id: this.options.chatId }), Number.POSITIVE_INFINITY, signal);
  }

  /** @param html Telegram's own subset */
  async message(html: string, signal: AbortSignal): Promise<void> {
    const content = json({
      ...this.target,
      text: html,
      parse_mode: 'HTML',
      link_preview_options: { is_disabled: true },
    });
    await this.call('sendMessage', content, 0, signal);
  }

  /** @param html the caption */
  async document(html: string, name: string, bytes: Uint8Array, signal: AbortSignal): Promise<void> {
    const fields = Object.entries({ ...this.target, caption: html, parse_mode: 'HTML' });
    const { contentType: type, bytes: encoded } = await encodeForm(
      Object.fromEntries(fields.map(([field, value]) => [field, String(value)])),
      { field: 'document', name, bytes, type: REPORT_FORMATS.html.mediaType },
    );
    await this.call('sendDocument', { type, bytes: encoded }, 0, signal);
  }

  private get target(): object {
    const { chatId, threadId } = this.options;
    return { chat_id: chatId, ...(threadId !== undefined && { message_thread_id: threadId }) };
  }

  private async call(method: string, content: Content, repeatableMs: number, signal: AbortSignal): Promise<void> {
    const { serverUrl, botToken, maxRetries } = this.options;
    const url = new URL(`${serverUrl}/bot${botToken}/${method}`);
    const headers = { 'content-type': content.type };
    await withRetries(
      async () =>
        telegramAnswer(await this.http.send({ method: 'POST', url, headers, body: content.bytes }, signal), url),
      { maxRetries, repeatableMs, budgetMs: this.budgetMs(), timing: this.http.timing },
      signal,
    );
  }
}

function json(body: object): Content {
  return { type: 'application/json', bytes: Buffer.from(JSON.stringify(body)) };
}
