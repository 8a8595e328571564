import { createHmac } from 'node:crypto';
import { wallClock } from '../../platform/clock.js';

/**
 * The address of one post, signed. The signature is the HMAC-SHA256 of `<milliseconds>\n<secret>` with the secret as key, in
 * Base64. DingTalk accepts it for one hour. It does not cover the body.
 *
 * Source: DingTalk Open Platform, "Custom robot access" (自定义机器人接入), security settings.
 *
 * @internal
 */
export function signedUrl(webhookUrl: string, secret: string | undefined, now = wallClock()): URL {
  const url = new URL(webhookUrl);
  if (secret === undefined) return url;
  const signature = createHmac('sha256', secret).update(`${now}\n${secret}`).digest('base64');
  url.searchParams.set('timestamp', String(now));
  url.searchParams.set('sign', signature);
  return url;
}
