import { FakeService, objectIn, type ServiceAnswer, type ServiceRequest } from './fake-service.js';
import { SendingLimit } from './sending-limit.js';
import { telegramHtml, type TelegramText } from './telegram-html.js';

export interface TelegramMessage extends TelegramText {
  readonly threadId: number | undefined;
  readonly document: { readonly name: string; readonly type: string; readonly bytes: Buffer } | undefined;
}

type Fields = Readonly<Record<string, unknown>>;
type Document = TelegramMessage['document'];

const MAX_DOCUMENT = 50_000_000;

/** `api.telegram.org/bot<token>/<method>`, with the methods that the monitor calls. */
export class FakeTelegram extends FakeService {
  readonly token = '7123456789:AAsecret1word2_abcdefghijklmnopqrst';
  readonly chatId = '-1001234567890';
  readonly threadId = 42;
  readonly messages: TelegramMessage[] = [];
  /** The new id of the chat. */
  movedTo: number | undefined;
  member = true;
  documents = true;
  private readonly limit: SendingLimit;

  constructor(now: () => number = () => Date.now()) {
    super();
    this.limit = new SendingLimit(20, 60_000, 0, now);
  }

  protected answer({ path, headers, body }: ServiceRequest): ServiceAnswer {
    const [, token, method] = /^\/bot([^/]*)\/(\w+)$/.exec(path) ?? [];
    if (token === undefined) return refused(404, 'Not Found');
    if (token !== this.token) return refused(401, 'Unauthorized');
    const form = headers['content-type']?.startsWith('multipart/form-data') === true;
    const { fields, document } = form
      ? readForm(body, headers['content-type'] ?? '')
      : { fields: objectIn(body) ?? {} };
    if (String(fields.chat_id) !== this.chatId) return refused(400, 'Bad Request: chat not found');
    if (!this.member) return refused(403, 'Forbidden: bot was kicked from the supergroup chat');
    if (this.movedTo !== undefined) {
      const text = 'Bad Request: group chat was upgraded to a supergroup chat';
      return refused(400, text, { migrate_to_chat_id: this.movedTo });
    }
    if (method === 'getChat') return accepted({ id: Number(this.chatId), type: 'supergroup' });
    if (method === 'sendMessage') return this.post(fields, String(fields.text ?? ''), 4_096, undefined);
    if (method === 'sendDocument') return this.sendDocument(fields, document);
    return refused(404, 'Not Found: method not found');
  }

  private sendDocument(fields: Fields, document: Document): ServiceAnswer {
    if (document === undefined) return refused(400, 'Bad Request: there is no document in the request');
    if (document.bytes.length > MAX_DOCUMENT) return refused(413, 'Request Entity Too Large');
    if (!this.documents) return refused(400, 'Bad Request: not enough rights to send documents to the chat');
    return this.post(fields, String(fields.caption ?? ''), 1_024, document);
  }

  private post(fields: Fields, html: string, max: number, document: Document): ServiceAnswer {
    const { message_thread_id: given } = fields;
    const threadId = given === undefined ? undefined : Number(given);
    if (threadId !== undefined && threadId !== this.threadId)
      return refused(400, 'Bad Request: message thread not found');
    const read = fields.parse_mode === 'HTML' ? telegramHtml(html) : { text: html, entities: [] };
    if (typeof read === 'string') return refused(400, `Bad Request: ${read}`);
    if (read.text.trim() === '') return refused(400, 'Bad Request: message text is empty');
    if ([...read.text].length > max) {
      return refused(400, `Bad Request: message ${document ? 'caption ' : ''}is too long`);
    }
    if (!this.limit.take()) return refused(429, 'Too Many Requests: retry after 35', { retry_after: 35 });
    this.messages.push({ ...read, threadId, document });
    return accepted({ message_id: this.messages.length, chat: { id: Number(this.chatId) } });
  }
}

function accepted(result: unknown): ServiceAnswer {
  return { json: { ok: true, result } };
}

function refused(error_code: number, description: string, parameters?: object): ServiceAnswer {
  return { status: error_code, json: { ok: false, error_code, description, ...(parameters && { parameters }) } };
}

function readForm(body: Buffer, contentType: string): { fields: Fields; document?: Document } {
  const boundary = /boundary="?([^";]+)"?/.exec(contentType)?.[1] ?? '';
  const fields: Record<string, unknown> = {};
  let document: Document;
  for (const part of body.toString('latin1').split(`--${boundary}`).slice(1, -1)) {
    const end = part.indexOf('\r\n\r\n');
    const head = part.slice(0, end);
    const content = Buffer.from(part.slice(end + 4, -2), 'latin1');
    const name = /[; ]name="([^"]*)"/i.exec(head)?.[1] ?? '';
    const file = /filename="([^"]*)"/i.exec(head)?.[1];
    if (file === undefined) fields[name] = content.toString();
    else if (name === 'document') {
      document = { name: file, type: /content-type: *([^\r\n]+)/i.exec(head)?.[1] ?? '', bytes: content };
    }
  }
  return { fields, document };
}
