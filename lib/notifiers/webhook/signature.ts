import { createHmac } from 'node:crypto';
import { wallClock } from '../../platform/clock.js';

/** @internal */
export const SIGNATURE_HEADER = 'x-performance-monitor-signature';

/**
 * Signs a body together with the time, so a copied request cannot be sent again later:
 * `t=<seconds since 1970>,v1=<HMAC-SHA256 of "<t>.<body>", hexadecimal>`.
 *
 * @internal
 */
export function signature(secret: string, body: Uint8Array, now = wallClock()): string {
  const seconds = Math.floor(now / 1000);
  const digest = createHmac('sha256', secret).update(`${seconds}.`).update(body).digest('hex');
  return `t=${seconds},v1=${digest}`;
}
