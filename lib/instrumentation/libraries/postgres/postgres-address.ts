import { executionAsyncResource } from 'node:async_hooks';
import { isIP } from 'node:net';
import { dirname } from 'node:path';
import { socketAddress } from '../../../model/format/socket-address.js';
import type { PostgresOptions } from './postgres-shapes.js';

/** Where the connections of a `sql` lead. @internal */
export interface PostgresAddress {
  /** `127.0.0.1:5432/shop` */
  readonly peer: string;
  /** As wake causes have it; `undefined` for a host that is looked up. */
  readonly wire: string | undefined;
}

interface Peer {
  address?: string;
  port?: number;
}

/** The native handle of a socket. */
interface Handle {
  getpeername?(peer: Peer): number;
}

/** The address of a `sql` that was not found among the application's objects, until its first query has ended. @internal */
export const UNKNOWN_ADDRESS: PostgresAddress = { peer: 'unknown server', wire: undefined };

/** The first of several servers. @internal */
export function addressOf({ host, port, path, database }: PostgresOptions): PostgresAddress {
  const number = Number(port?.[0] ?? 5432);
  const name = typeof database === 'string' ? `/${database}` : '';
  if (typeof path === 'string' && path !== '') return { peer: `${dirname(path)}:${number}${name}`, wire: path };
  const server = typeof host?.[0] === 'string' ? host[0] : 'localhost';
  const address = socketAddress(server, number);
  return { peer: `${address}${name}`, wire: isIP(server) === 0 ? undefined : address };
}

/**
 * The server of the connection whose callback runs: it ends queries in the callback of its socket. A query does not show
 * its connection. `undefined` for Unix sockets, and outside such a callback.
 *
 * @internal
 */
export function runningConnection(): PostgresAddress | undefined {
  const handle = executionAsyncResource() as Handle;
  const peer: Peer = {};
  if (typeof handle.getpeername !== 'function' || handle.getpeername(peer) !== 0) return undefined;
  const { address, port } = peer;
  if (address === undefined || port === undefined) return undefined;
  const wire = socketAddress(address, port);
  return { peer: wire, wire };
}
