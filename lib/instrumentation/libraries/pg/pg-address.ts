import { socketAddress } from '../../../model/format/socket-address.js';
import type { PgClient, PgPoolOptions } from './pg-shapes.js';

const DEFAULT_PORT = 5432;

/** The server and database of a client: `127.0.0.1:5432/shop`. @internal */
export function peerOf({ host, port, database }: PgClient): string {
  return address(text(host) ?? 'localhost', portOf(port), text(database));
}

/** The name of a pool: `pg 127.0.0.1:5432/shop`. Without a client, its settings are read as pg reads them. @internal */
export function poolName(options: PgPoolOptions = {}, env: NodeJS.ProcessEnv = process.env): string {
  const given = text(options.connectionString);
  if (given !== undefined) return nameOfUrl(given);
  const user = text(options.user) ?? env.PGUSER;
  const host = text(options.host) ?? env.PGHOST ?? 'localhost';
  return `pg ${address(host, portOf(options.port ?? env.PGPORT), text(options.database) ?? env.PGDATABASE ?? user)}`;
}

/** The other end of the connection, as wake causes have it; `undefined` until it is open. @internal */
export function wireOf({ host, port, connection }: PgClient): string | undefined {
  // A Unix socket is named by its directory.
  if (typeof host === 'string' && host.startsWith('/')) return `${host}/.s.PGSQL.${portOf(port)}`;
  const { remoteAddress, remotePort } = connection?.stream ?? {};
  return remoteAddress === undefined || remotePort === undefined ? undefined : socketAddress(remoteAddress, remotePort);
}

/** The server's process behind the connection of a client; 0 when it is unknown. A native client does not show it. @internal */
export function sessionOf({ processID }: PgClient): number {
  return typeof processID === 'number' ? processID : 0;
}

/** Only host, port and database: a URL has the password, too. */
function nameOfUrl(url: string): string {
  try {
    const { hostname, port, pathname, searchParams } = new URL(url);
    const host = searchParams.get('host') ?? decodeURIComponent(hostname);
    return `pg ${address(host === '' ? 'localhost' : host, portOf(port), decodeURIComponent(pathname.slice(1)))}`;
  } catch {
    return 'pg';
  }
}

function address(host: string, port: number, database: string | undefined): string {
  const server = host.startsWith('[') ? `${host}:${port}` : socketAddress(host, port);
  return database === undefined || database === '' ? server : `${server}/${database}`;
}

function portOf(port: unknown): number {
  const number = Number(port);
  return Number.isInteger(number) && number > 0 ? number : DEFAULT_PORT;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
