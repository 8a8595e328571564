import type { ClientRequest, IncomingMessage } from 'node:http';
import { Channels } from '../channel.js';
import { HttpOperations, wireText } from '../http/http-operations.js';
import { HttpStatements } from '../http/http-statements.js';
import type { Library, LibraryContext } from '../library.interface.js';
import { AgentPools } from './agent-pools.js';
import { requestHost } from './request-host.js';

/**
 * Requests of `node:http` and `node:https`, and so of axios, got and all others that are built on them.
 *
 * @internal
 */
export class NodeHttpLibrary implements Library {
  readonly name = 'node-http';
  private readonly channels: Channels;
  private readonly statements = new HttpStatements();
  private readonly operations: HttpOperations<ClientRequest>;
  private readonly pools = new AgentPools();
  /** Node 22.12 and later publish the creation of a request, before it waits for a socket. */
  private publishesCreation = false;

  constructor({ tracer, logger }: LibraryContext) {
    this.channels = new Channels(error => logger.failure('A request of node:http could not be recorded', error));
    this.operations = new HttpOperations(tracer, request =>
      this.statements.of(request.method, requestHost(request), pathOf(request)),
    );
  }

  attach(): void {
    const { channels, operations } = this;
    channels.on<{ request: ClientRequest }>('http.client.request.created', ({ request }) => {
      this.publishesCreation = true;
      // Node publishes the start of a request when its whole body was written: too late for the time in the queue.
      if (this.begin(request)) request.once('socket', socket => operations.sent(request, socket));
    });
    channels.on<{ request: ClientRequest }>('http.client.request.start', ({ request }) => {
      if (!this.publishesCreation) this.begin(request);
    });
    channels.on<{ request: ClientRequest; response: IncomingMessage }>(
      'http.client.response.finish',
      ({ request, response }) => this.answered(request, response),
    );
    channels.on<{ request: ClientRequest; error: unknown }>('http.client.request.error', ({ request }) =>
      operations.finish(request, true),
    );
  }

  /** Node has its own copy. */
  isFound(): boolean {
    return true;
  }

  detach(): void {
    this.channels.close();
  }

  private begin(request: ClientRequest): boolean {
    const { operations } = this;
    // Without that channel, the request has its socket already.
    const pools = this.publishesCreation ? this.pools.of(request) : undefined;
    const operation = operations.begin(request, pools);
    if (operation === undefined) return false;
    // No channel publishes the answer to an upgrade or to CONNECT, nor the abort of a request without a socket.
    request.once('close', () => {
      if (operation.answeredAt === 0) operations.finish(request, !hasAnswer(request));
    });
    return true;
  }

  /**
   * No channel publishes the end of an answer. Its stream ends when it was read, and closes when the connection is lost. After
   * the end the agent sends the next request on the connection, before the stream closes.
   */
  private answered(request: ClientRequest, response: IncomingMessage): void {
    const { operations } = this;
    const operation = operations.answered(request, response.statusCode ?? 0);
    if (operation === undefined) return;
    operation.wire = wireText(response.socket);
    response.once('end', () => operations.finish(request, false));
    response.once('close', () => operations.finish(request, !response.complete && response.errored !== null));
  }
}

/** Node keeps the path as it was given, and writes it as a text. */
function pathOf({ path }: { readonly path: unknown }): string {
  return typeof path === 'string' ? path : '';
}

function hasAnswer(request: ClientRequest & { readonly res?: IncomingMessage | null }): boolean {
  return request.res !== undefined && request.res !== null;
}
