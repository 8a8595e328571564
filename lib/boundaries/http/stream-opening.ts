import type { ServerResponse } from 'node:http';
import { overrideMethod } from '../../platform/override-method.js';
import { setImmediate } from '../../platform/host-timers.js';
import { clock } from '../../platform/clock.js';
import type { Callable } from '../../tracing/callable.js';
import { isStreamType } from './event-stream.js';
import { HttpExchange } from './http-exchange.js';

type Writer = { writeHead: Callable };

/** By prototype: Node has one for each version of HTTP. */
const covers = new WeakMap<Writer, Callable>();

/**
 * Ends the execution of a stream of events when its header is sent: by a handler, middleware or a proxy.
 * Covers `writeHead` of this response, which Node also calls for implicit headers. Node's classes stay as they are.
 *
 * @internal
 */
export function watchHeader(response: ServerResponse): void {
  const prototype = Object.getPrototypeOf(response) as Writer | null;
  // Stand-ins for a server's response may have their own.
  if (prototype === null || Object.hasOwn(response, 'writeHead')) return;
  let cover = covers.get(prototype);
  if (cover === undefined) covers.set(prototype, (cover = covering(prototype)));
  (response as Writer).writeHead = cover;
}

/**
 * Does the same for all responses with this prototype, such as Express's `app.response`.
 *
 * @returns removes the cover, unless other code has replaced it since
 * @internal
 */
export function watchHeaders(prototype: object): () => void {
  return overrideMethod(prototype as Writer, 'writeHead', before => covering({ writeHead: before }));
}

/** @param below has the covered function, which other code may replace: it is read for each call */
function covering(below: Writer): Callable {
  return function writeHead(this: unknown, ...given: unknown[]): unknown {
    const result: unknown = Reflect.apply(below.writeHead, this, given);
    follow(this as ServerResponse, given);
    return result;
  };
}

/** Work that the stream's source does at once is part of opening it. */
function follow(response: ServerResponse, given: readonly unknown[]): void {
  try {
    if (!isStreamType(response.getHeader('content-type') ?? typeIn(given))) return;
    const exchange = HttpExchange.of(response);
    if (exchange !== undefined && !exchange.opensStream) setImmediate(() => exchange.conclude(clock(), true));
  } catch {
    // A stand-in for a server's response: the stream is measured until its end.
  }
}

/** Node keeps headers that only `writeHead()` was given in no other place. */
function typeIn(given: readonly unknown[]): unknown {
  const headers = typeof given[1] === 'string' ? given[2] : given[1];
  if (typeof headers !== 'object' || headers === null) return undefined;
  if (Array.isArray(headers)) return typeInList(headers.flat());
  const { 'content-type': lower, 'Content-Type': upper } = headers as Record<string, unknown>;
  return lower ?? upper;
}

function typeInList(list: readonly unknown[]): unknown {
  return list[list.findIndex((each, index) => index % 2 === 0 && String(each).toLowerCase() === 'content-type') + 1];
}
