import type { Socket } from 'node:net';
import { Channels } from '../channel.js';
import { ConnectionPools } from '../http/connection-pools.js';
import { HttpOperations } from '../http/http-operations.js';
import { HttpStatements } from '../http/http-statements.js';
import type { Library, LibraryContext } from '../library.interface.js';
import { OriginHosts } from './origin-hosts.js';
import { leavesQueue } from './pool-queue.js';

/** undici's own request. Each redirect and each retry has one. */
interface UndiciRequest {
  readonly origin?: unknown;
  readonly method: string;
  readonly path: string;
  /** The protocol of an upgrade. */
  readonly upgrade?: unknown;
}

/**
 * Requests of undici and of the global `fetch`, which is Node's own copy of undici. All copies publish on the same
 * channels.
 *
 * @internal
 */
export class UndiciLibrary implements Library {
  readonly name = 'undici';
  private readonly channels: Channels;
  private readonly statements = new HttpStatements();
  private readonly hosts = new OriginHosts();
  private readonly operations: HttpOperations<UndiciRequest>;
  /** No channel publishes how many connections a dispatcher opens. */
  private readonly pools = new ConnectionPools(undefined);
  /** Connections that have carried a request. */
  private readonly used = new WeakSet<Socket>();

  constructor({ tracer, logger }: LibraryContext) {
    this.channels = new Channels(error => logger.failure('A request of undici could not be recorded', error));
    this.operations = new HttpOperations(tracer, ({ method, origin, path }) =>
      this.statements.of(method, this.hosts.of(origin), path),
    );
  }

  attach(): void {
    const { channels, operations, pools } = this;
    channels.on<{ request: UndiciRequest }>('undici:request:create', ({ request }) => {
      if (!isTunnel(request) && !leavesQueue()) operations.begin(request, pools);
    });
    channels.on<{ request: UndiciRequest; socket?: Socket }>('undici:client:sendHeaders', ({ request, socket }) =>
      operations.sent(request, socket, this.isNew(socket)),
    );
    channels.on<{ request: UndiciRequest; response: { statusCode: number } }>(
      'undici:request:headers',
      ({ request, response }) => operations.answered(request, response.statusCode),
    );
    channels.on<{ request: UndiciRequest }>('undici:request:trailers', ({ request }) =>
      operations.finish(request, false),
    );
    channels.on<{ request: UndiciRequest; error: unknown }>('undici:request:error', ({ request, error }) =>
      operations.fail(request, error),
    );
  }

  /** True for the first request on a connection. It has waited for its opening, and not for another request. */
  private isNew(socket: Socket | undefined): boolean {
    if (socket === undefined || this.used.has(socket)) return false;
    this.used.add(socket);
    return true;
  }

  /** Node has its own copy. */
  isFound(): boolean {
    return true;
  }

  detach(): void {
    this.channels.close();
  }
}

/** undici does not publish the answer to an upgrade or to CONNECT: the operation would have no end. */
function isTunnel({ method, upgrade }: UndiciRequest): boolean {
  return method === 'CONNECT' || (upgrade !== undefined && upgrade !== null);
}
