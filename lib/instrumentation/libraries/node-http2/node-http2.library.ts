import { constants, type ClientHttp2Stream, type Http2Session } from 'node:http2';
import { setImmediate } from '../../../platform/host-timers.js';
import { Channels } from '../channel.js';
import { HttpOperations } from '../http/http-operations.js';
import type { Library, LibraryContext } from '../library.interface.js';
import { isCall, StreamStatements, type Headers } from './stream-statements.js';

/** Description of undici's symbol on its connections: the count of their requests. */
const UNDICIS_KEY = 'open streams';

interface StreamMessage {
  readonly stream: ClientHttp2Stream;
  readonly headers: Headers;
}

/**
 * Requests of `node:http2`, and so of the clients of gRPC. Node 22 and later publish them.
 *
 * @internal
 */
export class NodeHttp2Library implements Library {
  readonly name = 'node-http2';
  private readonly channels: Channels;
  private readonly statements = new StreamStatements();
  private readonly operations: HttpOperations<ClientHttp2Stream>;
  private hasSent = false;
  /** By connection: true where its requests are recorded. */
  private readonly isRecorded = new WeakMap<object, boolean>();
  /** The headers of the request that begins. A pending stream has none of its own. */
  private headers: Headers = {};

  constructor({ tracer, logger }: LibraryContext) {
    this.channels = new Channels(error => logger.failure('A request of node:http2 could not be recorded', error));
    this.operations = new HttpOperations(tracer, () => this.statements.of(this.headers));
  }

  attach(): void {
    const { channels, operations } = this;
    channels.on<StreamMessage>('http2.client.stream.created', ({ stream, headers }) => this.begin(stream, headers));
    // Published before the creation, where the connection is there already.
    channels.on<StreamMessage>('http2.client.stream.start', ({ stream }) => this.sent(stream));
    channels.on<StreamMessage>('http2.client.stream.finish', ({ stream, headers }) => {
      const operation = operations.answered(stream, Number(headers[constants.HTTP2_HEADER_STATUS] ?? 0));
      // The code goes on at the end of the answer, before the stream closes.
      if (operation !== undefined) stream.once('end', () => operations.finish(stream, false));
    });
    channels.on<StreamMessage>('http2.client.stream.error', ({ stream }) => operations.finish(stream, true));
    channels.on<StreamMessage>('http2.client.stream.close', ({ stream }) =>
      operations.finish(stream, hasFailed(stream)),
    );
  }

  isFound(): boolean {
    return this.hasSent;
  }

  detach(): void {
    this.channels.close();
  }

  private begin(stream: ClientHttp2Stream, headers: Headers): void {
    if (isPushed(stream) || !this.records(stream.session, headers)) return;
    this.headers = headers;
    if (this.operations.begin(stream) === undefined) return;
    this.hasSent = true;
    if (stream.session?.connecting === false) this.sent(stream);
  }

  private records(session: Http2Session | undefined, headers: Headers): boolean {
    if (session === undefined) return true;
    const known = this.isRecorded.get(session);
    if (known !== undefined) return known;
    const isOwn = !Object.getOwnPropertySymbols(session).some(({ description }) => description === UNDICIS_KEY);
    // Calls that waited for gRPC's connection are all sent in the context of the one that opened it.
    const isLater = isOwn && isCall(headers);
    this.isRecorded.set(session, isOwn && !isLater);
    if (isLater) setImmediate(() => this.isRecorded.set(session, true));
    return isOwn && !isLater;
  }

  private sent(stream: ClientHttp2Stream): void {
    const { session } = stream;
    this.operations.sent(stream, session?.destroyed === false ? session.socket : undefined);
  }
}

/** The server has begun it. Its numbers are even. */
function isPushed({ id = 1 }: ClientHttp2Stream): boolean {
  return id % 2 === 0;
}

/** A request that the client cancelled did not fail. */
function hasFailed({ rstCode }: ClientHttp2Stream): boolean {
  return rstCode !== constants.NGHTTP2_NO_ERROR && rstCode !== constants.NGHTTP2_CANCEL;
}
