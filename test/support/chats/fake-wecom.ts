import { FakeService, objectIn, type ServiceAnswer, type ServiceRequest } from './fake-service.js';
import { SendingLimit } from './sending-limit.js';

const MINUTE = 60_000;
const MAX_MARKDOWN_BYTES = 4_096;

export interface WeComMessage {
  readonly content: string;
  /** Users who are notified: `<@user>` in Markdown mentions one, also in code. */
  readonly mentions: readonly string[];
}

export interface WeComFile {
  readonly name: string;
  readonly bytes: Buffer;
}

/** `qyapi.weixin.qq.com/cgi-bin/webhook/send`: status 200 for everything, with `errcode` in the body. */
export class FakeWeCom extends FakeService {
  readonly key = '693a91f6-7secret-4bc4-97a0-0ec2a1b2c3d4';
  readonly messages: WeComMessage[] = [];
  /** Files that messages show. */
  readonly shownFiles: WeComFile[] = [];
  removed = false;
  private readonly uploads = new Map<string, WeComFile>();
  private readonly limit: SendingLimit;

  constructor(now: () => number = () => Date.now()) {
    super();
    this.limit = new SendingLimit(20, MINUTE, 0, now);
  }

  get webhookUrl(): string {
    return `${this.url}/cgi-bin/webhook/send?key=${this.key}`;
  }

  protected answer(request: ServiceRequest): ServiceAnswer {
    const { method, path, query } = request;
    if (method !== 'POST') return refused(43_002, 'require POST method');
    if (this.removed || query.get('key') !== this.key) {
      return refused(93_000, `invalid webhook url ${path}?${query.toString()}\n${query.get('key')}`);
    }
    if (path === '/cgi-bin/webhook/upload_media') return this.upload(request);
    if (path === '/cgi-bin/webhook/send') return this.send(request);
    return { status: 404, text: '' };
  }

  private upload({ query, headers, body }: ServiceRequest): ServiceAnswer {
    if (query.get('type') !== 'file') return refused(40_004, 'invalid media type');
    const file = fileIn(body, headers['content-type'] ?? '');
    if (file === undefined) return refused(41_005, 'media data missing');
    if (file.bytes.length <= 5) return refused(40_006, 'invalid media size');
    const id = `media-${this.uploads.size}`;
    this.uploads.set(id, file);
    return { json: { errcode: 0, errmsg: 'ok', type: 'file', media_id: id, created_at: '1380000000' } };
  }

  private send({ body }: ServiceRequest): ServiceAnswer {
    const given = objectIn(body);
    if (given === undefined) return refused(47_001, 'data format error');
    if (given.msgtype === 'file') {
      const file = this.uploads.get(String((given.file as { media_id?: unknown } | undefined)?.media_id));
      if (file === undefined) return refused(40_007, 'invalid media_id');
      if (!this.limit.take()) return refused(45_009, 'api freq out of limit');
      this.shownFiles.push(file);
      return { json: { errcode: 0, errmsg: 'ok' } };
    }
    if (given.msgtype !== 'markdown') return refused(40_008, 'invalid message type');
    const { content } = (given.markdown ?? {}) as { content?: unknown };
    if (typeof content !== 'string' || content === '') return refused(44_004, 'empty content');
    if (Buffer.byteLength(content) > MAX_MARKDOWN_BYTES) {
      return refused(40_058, `markdown.content exceed max length ${MAX_MARKDOWN_BYTES}. invalid Request Parameter`);
    }
    if (!this.limit.take()) return refused(45_009, 'api freq out of limit');
    this.messages.push({ content, mentions: [...content.matchAll(/<@([^>]+)>/g)].map(([, user]) => user ?? '') });
    return { json: { errcode: 0, errmsg: 'ok' } };
  }
}

/** The field `media` of a form, with its file name. */
function fileIn(body: Buffer, contentType: string): WeComFile | undefined {
  const boundary = /boundary="?([^";]+)"?/.exec(contentType)?.[1] ?? '';
  const [, part = ''] = body.toString('latin1').split(`--${boundary}`);
  const end = part.indexOf('\r\n\r\n');
  const name = /[; ]name="media"; filename="([^"]+)"/i.exec(part.slice(0, end))?.[1];
  return name === undefined ? undefined : { name, bytes: Buffer.from(part.slice(end + 4, -2), 'latin1') };
}

function refused(errcode: number, errmsg: string): ServiceAnswer {
  const hint = 'hint: [1714538355214402498975046], from ip: 127.0.0.1, more info at https://open.work.weixin.qq.com';
  return { json: { errcode, errmsg: `${errmsg}, ${hint}` } };
}
