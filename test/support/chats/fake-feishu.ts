import { createHmac } from 'node:crypto';
import { FakeService, objectIn, type ServiceAnswer, type ServiceRequest } from './fake-service.js';
import { SendingLimit } from './sending-limit.js';

interface Security {
  readonly secret?: string;
  readonly keywords?: readonly string[];
  readonly addresses?: readonly string[];
}

interface Text {
  readonly tag: string;
  readonly content: string;
}

export interface FeishuCard {
  readonly header: { readonly template: string; readonly title: Text };
  readonly elements: readonly { readonly tag: string; readonly text: Text }[];
}

const HOUR_S = 3_600;
const MAX_BYTES = 20 * 1_024;
const HOOK = /^\/open-apis\/bot\/v2\/hook\/([\w-]+)$/;

/** `open.feishu.cn/open-apis/bot/v2/hook`: mostly status 200, with `code` in the body. */
export class FakeFeishu extends FakeService {
  readonly hook = 'a1b2c3d4-secret-4e5f-8a9b-0c1d2e3f4a5b';
  readonly cards: FeishuCard[] = [];
  private readonly second: SendingLimit;
  private readonly minute: SendingLimit;

  constructor(
    readonly security: Security = {},
    private readonly now: () => number = () => Date.now(),
  ) {
    super();
    this.second = new SendingLimit(5, 1_000, 0, now);
    this.minute = new SendingLimit(100, 60_000, 0, now);
  }

  get webhookUrl(): string {
    return `${this.url}/open-apis/bot/v2/hook/${this.hook}`;
  }

  /** The text that people see. Only Markdown can mention, and no card has any. */
  get shown(): readonly string[] {
    return this.cards.map(({ header, elements }) =>
      [header.title, ...elements.map(({ text }) => text)].map(({ content }) => content).join('\n'),
    );
  }

  protected answer({ method, path, body }: ServiceRequest): ServiceAnswer {
    const hook = HOOK.exec(path)?.[1];
    if (method !== 'POST' || hook === undefined) return { status: 404, text: '404 page not found' };
    if (hook !== this.hook) return refused(19_001, 'param invalid: incoming webhook access token invalid');
    if (body.length > MAX_BYTES) return { status: 400, json: { code: 9_499, msg: 'Bad Request', data: {} } };
    const given = objectIn(body);
    if (given === undefined) return { status: 400, json: { code: 9_499, msg: 'Bad Request', data: {} } };
    return this.insecurity(given, body) ?? this.accept(given);
  }

  private insecurity(given: Record<string, unknown>, body: Buffer): ServiceAnswer | undefined {
    const { secret, keywords, addresses } = this.security;
    if (secret !== undefined) {
      const timestamp = typeof given.timestamp === 'string' ? given.timestamp : '';
      const recent = Math.abs(this.now() / 1_000 - Number(timestamp)) < HOUR_S;
      const expected = createHmac('sha256', `${timestamp}\n${secret}`).update('').digest('base64');
      if (timestamp === '' || !recent || given.sign !== expected) {
        return refused(19_021, 'sign match fail or timestamp is not within one hour from current time');
      }
    }
    if (keywords !== undefined && !keywords.some(keyword => body.toString().includes(keyword))) {
      return refused(19_024, 'Key Words Not Found');
    }
    if (addresses !== undefined && !addresses.includes('127.0.0.1')) return refused(19_022, 'Ip Not Allowed');
    return undefined;
  }

  private accept(given: Record<string, unknown>): ServiceAnswer {
    if (given.msg_type !== 'interactive') return refused(19_002, 'params error, msg_type need');
    const card = given.card as FeishuCard | undefined;
    const texts = [card?.header?.title, ...(card?.elements ?? []).map(({ text }) => text)];
    if (card === undefined || !texts.every(each => ['plain_text', 'lark_md'].includes(each?.tag ?? ''))) {
      return refused(11_246, 'parse card json err');
    }
    if (!this.second.take() || !this.minute.take())
      return refused(11_232, 'frequency limited psm[lark.oapi.app_platform]');
    this.cards.push(card);
    return { json: { code: 0, msg: 'success', data: {}, StatusCode: 0, StatusMessage: 'success', Extra: null } };
  }
}

function refused(code: number, msg: string): ServiceAnswer {
  return { json: { code, msg, data: {} } };
}
