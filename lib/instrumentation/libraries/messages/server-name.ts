import { isIP } from 'node:net';
import { socketAddress } from '../../../model/format/socket-address.js';
import { ownValue } from '../own-value.js';

const MAX_LENGTH = 255;
const SCHEME = /^[a-z][a-z\d+.-]*:\/\//i;

/**
 * The server of a client's settings, without a user and a password: `broker:5672`. Users give the settings, so they can be
 * anything.
 *
 * @param given a URL, `host:port`, an object with a host and a port, or a list with one of them
 * @returns empty for several servers, and for one that is not known
 * @internal
 */
export function serverName(given: unknown, defaultPort: number): string {
  if (Array.isArray(given)) return given.length === 1 ? serverName(given[0], defaultPort) : '';
  if (typeof given === 'string') return ofText(given, defaultPort);
  const host = ownValue(given, 'host') ?? ownValue(given, 'hostname');
  if (typeof host !== 'string' || host === '') return '';
  const port = Number(ownValue(given, 'port') ?? defaultPort);
  return socketAddress(host, Number.isInteger(port) ? port : defaultPort).slice(0, MAX_LENGTH);
}

/** The server as the recorder names the other end of its connection, where it is known before: an IP address. @internal */
export function wireOf(server: string): string | undefined {
  const host = server.slice(0, server.lastIndexOf(':')).replace(/^\[(.*)\]$/, '$1');
  return isIP(host) === 0 ? undefined : server;
}

function ofText(text: string, defaultPort: number): string {
  try {
    // A scheme that no standard names: the default ports of others would be left out.
    const { hostname, port } = new URL(text.replace(SCHEME, '').replace(/^/, 'server://'));
    if (hostname === '') return '';
    return `${hostname}:${port === '' ? defaultPort : port}`.slice(0, MAX_LENGTH);
  } catch {
    return '';
  }
}
