import { basename } from 'node:path';
import { socketAddress } from '../../../model/format/socket-address.js';

/** The settings of an ORM that identify a server and a database. Users give them, so they can be anything. @internal */
export interface ServerSettings {
  readonly url?: unknown;
  readonly host?: unknown;
  readonly port?: unknown;
  readonly database?: unknown;
  /** The path of a Unix socket. */
  readonly socketPath?: unknown;
  /** The database is a file. */
  readonly file?: unknown;
}

/**
 * The server and the database of an ORM, without a user: `db:5432/shop`, `shop.sqlite`. Empty when the settings do not have
 * it.
 *
 * @internal
 */
export function serverAddress(
  { url, host, port, database, socketPath, file }: ServerSettings,
  defaultPort = 0,
): string {
  if (isText(file)) return basename(file);
  const given = isText(url) ? partsOf(url) : undefined;
  const name = isText(database) ? database : (given?.database ?? '');
  if (isText(socketPath)) return withDatabase(socketPath, name);
  const server = isText(host) ? host : (given?.host ?? 'localhost');
  const number = portOf(port) ?? portOf(given?.port) ?? defaultPort;
  const shown = server.startsWith('[') ? `${server}:${number}` : socketAddress(server, number);
  return withDatabase(number === 0 ? server : shown, name);
}

/** A URL has the password, too: nothing else of it is read. */
function partsOf(url: string): { readonly host: string; readonly port: string; readonly database: string } | undefined {
  try {
    const { hostname, port, pathname } = new URL(url);
    return hostname === '' ? undefined : { host: hostname, port, database: decodeURIComponent(pathname.slice(1)) };
  } catch {
    return undefined;
  }
}

function withDatabase(server: string, database: string): string {
  return database === '' ? server : `${server}/${database}`;
}

function portOf(port: unknown): number | undefined {
  const number = Number(port);
  return Number.isInteger(number) && number > 0 ? number : undefined;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
