import type { Socket } from 'node:net';
import * as tls from 'node:tls';
import { Agent, buildConnector, EnvHttpProxyAgent, Pool, type Dispatcher } from 'undici';
import { HttpError } from './http.error.js';
import type { ResolvedHttp } from './http.options.js';

const MAX_CONNECTIONS = 4;
const PROXY_VARIABLES = ['http_proxy', 'https_proxy', 'HTTP_PROXY', 'HTTPS_PROXY'];

type Connector = ReturnType<typeof buildConnector>;

/**
 * The connections of the notifiers, through the proxy that the environment names. The application's global dispatcher is
 * neither used nor changed.
 *
 * @internal
 */
export class HttpAgent {
  readonly dispatcher: Dispatcher;
  private readonly sockets = new Set<Socket>();

  /** @throws HttpError for an invalid address of the proxy */
  constructor(options: ResolvedHttp, connectMs: number) {
    const tlsOptions = {
      timeout: connectMs,
      rejectUnauthorized: options.rejectUnauthorized,
      ...(options.ca !== undefined && { ca: [...knownAuthorities(), options.ca] }),
    };
    const settings = { connections: MAX_CONNECTIONS, connect: this.tracked(buildConnector(tlsOptions)) };
    this.dispatcher = PROXY_VARIABLES.some(name => process.env[name])
      ? this.behindProxy(settings, tlsOptions)
      : new Agent(settings);
  }

  /** Closes all connections. undici alone would wait for the pending ones. Never rejects. */
  async close(): Promise<void> {
    const destroyed = this.dispatcher.destroy().catch(() => undefined);
    for (const socket of this.sockets) socket.destroy();
    await destroyed;
  }

  private behindProxy(settings: { connections: number; connect: Connector }, tlsOptions: object): Dispatcher {
    try {
      return new EnvHttpProxyAgent({
        ...settings,
        requestTls: tlsOptions,
        proxyTls: tlsOptions,
        clientFactory: (origin, given) => {
          const { connect } = given as { connect: Connector };
          return new Pool(origin, { ...given, connect: this.tracked(connect) });
        },
      });
    } catch (cause) {
      // The message leaves out the address, which may contain a password.
      const text = 'HTTP_PROXY or HTTPS_PROXY is not the URL of a proxy: correct it or remove it';
      throw new HttpError(text, false, true, { cause });
    }
  }

  private tracked(connector: Connector): Connector {
    return (options, callback) => {
      // It returns the socket, but its types do not declare that.
      const socket: unknown = connector(options, callback);
      if (typeof socket === 'object' && socket !== null) this.track(socket as Socket);
    };
  }

  private track(socket: Socket): void {
    this.sockets.add(socket);
    socket.once('close', () => this.sockets.delete(socket));
  }
}

/** `ca` replaces all authorities of Node. The user's authority is an addition. */
function knownAuthorities(): readonly string[] {
  const { getCACertificates } = tls as { getCACertificates?: (type: 'default') => string[] };
  return getCACertificates?.('default') ?? tls.rootCertificates;
}
