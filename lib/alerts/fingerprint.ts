import { createHash } from 'node:crypto';
import type { ExecutionKind } from '../execution/execution.interface.js';

const LENGTH = 32;

/**
 * What makes two alerts be about the same thing: the endpoint. Hashed, so that it has one length and is fit for any
 * store's keys.
 *
 * @param name the endpoint's name (`GET /orders/:id`), never a raw URL
 * @internal
 */
export function fingerprintOf(kind: ExecutionKind, name: string): string {
  return createHash('sha256').update(`${kind}\n${name}`).digest('hex').slice(0, LENGTH);
}
