import { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import type { Dispatcher } from 'undici';
import { setTimeout, clearTimeout } from '../../platform/host-timers.js';
import type { ResolvedOptions } from '../../options/resolved-options.interface.js';
import { RESOLVED_OPTIONS } from '../../options/options.constants.js';
import { errorText } from '../../privacy/error-text.js';
import type { HttpAgent } from './http-agent.js';
import { HttpError, httpError } from './http.error.js';
import { httpOptions } from './http.options.js';
import { HTTP_TIMING, type HttpTiming } from './http-timing.js';
import { readAnswer, type HttpAnswer } from './read-answer.js';

/** @internal */
export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
}

/** The slowest upload that gets enough time, beside the time of a small request. */
const SLOWEST_BYTES_PER_MS = 64;

/**
 * Sends one request and returns its answer. Does not follow redirects: a token must not reach another host. Connections are
 * reused, do not keep the process alive, and end with `close()`.
 *
 * @internal
 */
@Injectable()
export class HttpClient {
  private agent: Promise<HttpAgent> | undefined;
  private closed = false;

  constructor(
    @Inject(RESOLVED_OPTIONS) private readonly options: ResolvedOptions,
    @Inject(HTTP_TIMING) readonly timing: HttpTiming,
  ) {}

  /**
   * Loads undici, which takes 40 ms. Without this call the load would delay a request of the application. Applications
   * without a notifier that sends never load it.
   */
  async prepare(): Promise<void> {
    await import('./http-agent.js');
  }

  /**
   * @returns the answer with any status; the headers are enough, because they determine the outcome of the request
   * @throws HttpError if there is no answer; at once when the signal is aborted
   */
  async send(request: HttpRequest, signal: AbortSignal): Promise<HttpAnswer> {
    if (signal.aborted) throw new HttpError(errorText(signal.reason), false, false);
    const { host } = request.url;
    const allowedMs = this.timing.headersMs + (request.body?.byteLength ?? 0) / SLOWEST_BYTES_PER_MS;
    const attempt = new AbortController();
    const body = request.body && new SentBody(request.body);
    const late = new Promise<never>((_, reject) => {
      attempt.signal.addEventListener('abort', () => reject(attempt.signal.reason), { once: true });
    });
    const stop = (): void => attempt.abort(signal.reason);
    const timer = setTimeout(() => {
      const text = `${host} did not answer within ${Math.round(allowedMs)} ms: check the address, and whether the server is overloaded`;
      attempt.abort(new HttpError(text, body?.begun === true, false));
    }, allowedMs).unref();
    signal.addEventListener('abort', stop, { once: true });
    try {
      // undici reads the signal only when there is a connection.
      const response = await Promise.race([this.dispatch(request, body, attempt.signal), late]);
      clearTimeout(timer);
      return await readAnswer(response, this.timing.bodyMs);
    } catch (error) {
      if (signal.aborted) throw new HttpError(errorText(signal.reason), body?.begun === true, false, { cause: error });
      throw error instanceof HttpError ? error : httpError(error, host, body?.begun === true);
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
    }
  }

  /**
   * Requests the start page of a server, without the path of the URL, which may be a secret. Any answer will do.
   *
   * @returns the host that answered, as a clause
   * @throws HttpError if there is no answer
   */
  async reach({ origin, host }: URL, signal: AbortSignal): Promise<string> {
    await this.send({ method: 'GET', url: new URL(origin), headers: {} }, signal);
    return `${host} answers`;
  }

  /** Closes all connections. Never rejects. */
  async close(): Promise<void> {
    this.closed = true;
    const agent = await this.agent?.catch(() => undefined);
    await agent?.close();
  }

  private async dispatch(
    { method, url, headers }: HttpRequest,
    body: SentBody | undefined,
    signal: AbortSignal,
  ): Promise<Dispatcher.ResponseData> {
    if (this.closed) throw new HttpError('the application is shutting down', false, false);
    const { dispatcher } = await (this.agent ??= this.openAgent());
    return dispatcher.request({
      method,
      origin: url.origin,
      path: url.pathname + url.search,
      headers: { ...headers, ...(body && { 'content-length': String(body.size) }) },
      body: body ?? null,
      signal,
      // undici's own timers have a resolution of one second.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
  }

  private async openAgent(): Promise<HttpAgent> {
    const { HttpAgent } = await import('./http-agent.js');
    return new HttpAgent(httpOptions.of(this.options), this.timing.connectMs);
  }
}

/**
 * A body that records if undici has started to read it, which happens on an open connection. A request that failed before
 * has certainly not arrived.
 */
class SentBody extends Readable {
  begun = false;

  constructor(private readonly bytes: Uint8Array) {
    super({ highWaterMark: 0 });
    // The promise of the request reports the error.
    this.on('error', () => undefined);
  }

  get size(): number {
    return this.bytes.byteLength;
  }

  override _read(): void {
    this.begun = true;
    this.push(this.bytes);
    this.push(null);
  }
}
