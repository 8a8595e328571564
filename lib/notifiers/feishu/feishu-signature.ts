import { createHmac } from 'node:crypto';
import { wallClock } from '../../platform/clock.js';

/** The members that sign a body. @internal */
export interface FeishuSignature {
  /** Seconds since 1970. Feishu accepts it for one hour. */
  readonly timestamp?: string;
  readonly sign?: string;
}

/**
 * The signature for a body, which it does not cover. It is the HMAC-SHA256 of nothing, in Base64: `<seconds>\n<secret>` is
 * the key, unlike in other signatures.
 *
 * Source: Feishu Open Platform, "Custom bot usage guide" (自定义机器人使用指南), signature verification.
 *
 * @internal
 */
export function feishuSignature(secret: string | undefined, now = wallClock()): FeishuSignature {
  if (secret === undefined) return {};
  const timestamp = String(Math.floor(now / 1_000));
  return { timestamp, sign: createHmac('sha256', `${timestamp}\n${secret}`).digest('base64') };
}
