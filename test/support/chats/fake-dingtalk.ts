import { createHmac } from 'node:crypto';
import { FakeService, objectIn, type ServiceAnswer, type ServiceRequest } from './fake-service.js';
import { SendingLimit } from './sending-limit.js';

export interface DingTalkMessage {
  readonly title: string;
  readonly text: string;
  /** People who are notified beside the silent display in the group. */
  readonly mentions: readonly string[];
}

interface Security {
  readonly secret?: string;
  readonly keywords?: readonly string[];
  readonly addresses?: readonly string[];
}

const HOUR = 3_600_000;
const MINUTE = 60_000;
const MAX_BYTES = 20_000;

/** `oapi.dingtalk.com/robot/send`: status 200 for everything, with `errcode` in the body. */
export class FakeDingTalk extends FakeService {
  readonly token = 'a1token'.padEnd(64, '0b');
  readonly messages: DingTalkMessage[] = [];
  stopped = false;
  private readonly limit: SendingLimit;

  constructor(
    readonly security: Security = {},
    private readonly now: () => number = () => Date.now(),
  ) {
    super();
    this.limit = new SendingLimit(20, MINUTE, 10 * MINUTE, now);
  }

  get webhookUrl(): string {
    return `${this.url}/robot/send?access_token=${this.token}`;
  }

  protected answer(request: ServiceRequest): ServiceAnswer {
    if (request.path !== '/robot/send') return refused(404, '请求的URI地址不存在');
    if (request.method !== 'POST') return refused(43_002, '需要POST请求');
    if (request.headers['content-type']?.startsWith('application/json') !== true) {
      return refused(43_004, '无效的HTTP HEADER Content-Type');
    }
    if (request.query.get('access_token') !== this.token) return refused(300_001, 'token is not exist');
    if (this.stopped) return refused(400_102, '机器人已停用');
    return this.insecurity(request) ?? this.accept(request);
  }

  private insecurity({ query, body }: ServiceRequest): ServiceAnswer | undefined {
    const { secret, keywords, addresses } = this.security;
    if (secret !== undefined) {
      const timestamp = query.get('timestamp') ?? '';
      if (!(Math.abs(this.now() - Number(timestamp)) < HOUR))
        return refused(310_000, 'invalid timestamp, more: [help]');
      const expected = createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64');
      if (query.get('sign') !== expected) return refused(310_000, 'sign not match, more: [help]');
    }
    const text = body.toString();
    if (keywords !== undefined && !keywords.some(keyword => text.includes(keyword))) {
      return refused(310_000, 'keywords not in content, more: [help]');
    }
    if (addresses !== undefined && !addresses.includes('127.0.0.1')) {
      return refused(310_000, 'ip 127.0.0.1 not in whitelist, more: [help]');
    }
    return undefined;
  }

  private accept({ body }: ServiceRequest): ServiceAnswer {
    if (body.length > MAX_BYTES) return refused(460_101, 'message too long, exceed 20000 bytes');
    const given = objectIn(body);
    const markdown = given?.markdown as { title?: unknown; text?: unknown } | undefined;
    if (given?.msgtype !== 'markdown' || typeof markdown?.title !== 'string' || typeof markdown.text !== 'string') {
      return refused(40_035, '缺少参数 json');
    }
    if (!this.limit.take()) return refused(130_101, 'send too fast, exceed 20 times per minute');
    const at = (given.at ?? {}) as { atMobiles?: string[]; atUserIds?: string[]; isAtAll?: boolean };
    const mentions = [...(at.atMobiles ?? []), ...(at.atUserIds ?? []), ...(at.isAtAll === true ? ['all'] : [])];
    this.messages.push({ title: markdown.title, text: markdown.text, mentions });
    return { json: { errcode: 0, errmsg: 'ok' } };
  }
}

function refused(errcode: number, errmsg: string): ServiceAnswer {
  return { json: { errcode, errmsg } };
}
