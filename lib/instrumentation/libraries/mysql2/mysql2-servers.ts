import { isIP } from 'node:net';
import { socketAddress } from '../../../model/format/socket-address.js';
import type { Mysql2Connection, Mysql2Server } from './mysql2-messages.js';

/** Servers that are remembered: an application has a few, unless each of its customers has a database. */
const MAX_SERVERS = 200;

/** One database of a server. @internal */
export interface KnownServer {
  /** `db:3306/shop`, or `/run/mysqld/mysqld.sock/shop`. */
  readonly peer: string;
  /** The other end of its connections, when it is known. */
  wire: string | undefined;
}

/**
 * The server of each message.
 *
 * @internal
 */
export class Mysql2Servers {
  private readonly known = new Map<string, KnownServer>();
  /** Most messages follow one from the same server: comparing spares a new text. */
  private last: (Mysql2Server & { readonly server: KnownServer }) | undefined = undefined;

  of({ serverAddress, serverPort, database }: Mysql2Server): KnownServer {
    const { last } = this;
    if (last?.serverAddress === serverAddress && last.serverPort === serverPort && last.database === database)
      return last.server;
    const server = this.find({ serverAddress, serverPort, database });
    this.last = { serverAddress, serverPort, database, server };
    return server;
  }

  private find({ serverAddress, serverPort, database }: Mysql2Server): KnownServer {
    const address = serverPort === undefined ? serverAddress : `${serverAddress}:${serverPort}`;
    const peer = database === '' ? address : `${address}/${database}`;
    const known = this.known.get(peer);
    if (known !== undefined) return known;
    if (this.known.size >= MAX_SERVERS) this.known.clear();
    const server: KnownServer = { peer, wire: wireOf(serverAddress, serverPort) };
    this.known.set(peer, server);
    return server;
  }

  /** A connection has the address behind a host's name. */
  connected(message: Mysql2Server, { stream }: Mysql2Connection): void {
    const { remoteAddress, remotePort } = stream ?? {};
    if (remoteAddress === undefined || remotePort === undefined) return;
    this.of(message).wire = socketAddress(remoteAddress, remotePort);
  }
}

function wireOf(address: string, port: number | undefined): string | undefined {
  if (port === undefined) return address;
  return isIP(address) === 0 ? undefined : socketAddress(address, port);
}
