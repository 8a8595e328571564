import type { Dispatcher } from 'undici';
import { setTimeout, clearTimeout } from '../../platform/host-timers.js';
import { retryAfterMs } from './retry-after.js';

const MAX_BYTES = 524_288;

/** @internal */
export interface HttpAnswer {
  readonly status: number;
  /** Lower case, without parameters: `application/json`. */
  readonly contentType: string;
  /** How long the server asks to be left alone. */
  readonly retryAfterMs: number | undefined;
  readonly location: string | undefined;
  /** At most half a megabyte of it. */
  readonly text: string;
}

/**
 * Reads an answer to its end, or as far as the size and the time allow. What is missing is not waited for: the status
 * has told what became of the request. Never rejects.
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
    // Many tell with every answer when their count begins anew; only one that refuses for it asks to be left alone.
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
