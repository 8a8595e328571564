import type { Dispatcher } from 'undici';
import { setTimeout, clearTimeout } from '../../platform/host-timers.js';
import { retryAfterMs } from './retry-after.js';

const MAX_BYTES = 524_288;

/** @internal */
export interface HttpAnswer {
  readonly status: number;
  /** Lower case, without parameters: `application/json`. */
  readonly contentType: string;
  /** The pause that the server demands. */
  readonly retryAfterMs: number | undefined;
  readonly location: string | undefined;
  /** The first half megabyte. */
  readonly text: string;
}

/**
 * Reads an answer to its end, or up to the limits of size and time. An incomplete text is no error: for most
 * services, the status alone determines the outcome of the request. Never rejects.
 *
 * @internal
 */
export async function readAnswer(response: Dispatcher.ResponseData, withinMs: number): Promise<HttpAnswer> {
  const { statusCode, headers, body } = response;
  const header = (name: string): string | undefined => {
    const value = headers[name];
    return Array.isArray(value) ? value[0] : value;
  };
  return {
    status: statusCode,
    contentType: (header('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '',
    // Many servers send `x-ratelimit-reset` with every answer. Only a refused request has to wait for it.
    retryAfterMs: retryAfterMs(header('retry-after'), statusCode === 429 ? header('x-ratelimit-reset') : undefined),
    location: header('location'),
    text: await readText(body, withinMs),
  };
}

async function readText(body: Dispatcher.ResponseData['body'], withinMs: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const timer = setTimeout(() => body.destroy(), withinMs).unref();
  try {
    for await (const chunk of body as AsyncIterable<Uint8Array>) {
      chunks.push(chunk);
      size += chunk.byteLength;
      if (size >= MAX_BYTES) break;
    }
  } catch {
    // The rest was cut off.
  } finally {
    clearTimeout(timer);
    body.on('error', () => undefined).destroy();
  }
  return Buffer.concat(chunks).subarray(0, MAX_BYTES).toString();
}
