import type { ClientRequest } from 'node:http';
import { withoutUser } from '../http/http-statements.js';

/** The parts of a client's request that identify its server. */
type Addressed = Pick<ClientRequest, 'host' | 'getHeader'>;

/**
 * The host that a request of `node:http` goes to, with its port when that is not the default one. The request itself
 * does not show its port; its `Host` header does, as long as the application has not set another one.
 *
 * @internal
 */
export function requestHost(request: Addressed): string {
  const host = withoutUser(request.host);
  const shown = host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
  const header = request.getHeader('host');
  if (typeof header !== 'string' || !header.startsWith(shown)) return shown;
  return isPort(header, shown.length) ? header : shown;
}

/** True where the rest of the text is a port: `:8080`. */
function isPort(text: string, from: number): boolean {
  const digits = text.length - from - 1;
  if (text.charCodeAt(from) !== 0x3a || digits < 1 || digits > 5) return false;
  for (let at = from + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x30 || code > 0x39) return false;
  }
  return true;
}
