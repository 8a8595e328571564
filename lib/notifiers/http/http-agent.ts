import type { Socket } from 'node:net';
import * as tls from 'node:tls';
import { Agent, buildConnector, EnvHttpProxyAgent, Pool, type Dispatcher } from 'undici';
import { HttpError } from './http.error.js';
import type { ResolvedHttp } from './http.options.js';

const MAX_CONNECTIONS = 4;
const PROXY_VARIABLES = ['http_proxy', 'https_proxy', 'HTTP_PROXY', 'HTTPS_PROXY'];

type Connector = ReturnType<typeof buildConnector>;

/**
 * Connections of our own, through the proxy that the environment names. The application's global dispatcher is neither
 * used nor changed.
 *
 * @internal
 */
export class HttpAgent {
  readonly dispatcher: Dispatcher;
  private readonly sockets = new Set<Socket>();

  /** @throws HttpError when the proxy's address is none */
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

  /** Cuts all connections, those in the making, too, of which undici itself would wait for the end. Never rejects. */
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
      // The address is not told: it may hold a password.
      const text = 'HTTP_PROXY or HTTPS_PROXY is not the URL of a proxy: correct it or remove it';
      throw new HttpError(text, false, true, { cause });
    }
  }

  private tracked(connector: Connector): Connector {
    return (options, callback) => {
      // What it returns is in its code and not in its types.
      const socket: unknown = connector(options, callback);
      if (typeof socket === 'object' && socket !== null) this.track(socket as Socket);
    };
  }

  private track(socket: Socket): void {
    this.sockets.add(socket);
    socket.once('close', () => this.sockets.delete(socket));
  }
}

/** An authority that is given takes the place of all others, which nobody wants: it is added to them. */
function knownAuthorities(): readonly string[] {
  const { getCACertificates } = tls as { getCACertificates?: (type: 'default') => string[] };
  return getCACertificates?.('default') ?? tls.rootCertificates;
}
