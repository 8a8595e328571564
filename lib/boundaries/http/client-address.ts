import type { IncomingMessage } from 'node:http';

/**
 * The client's address. The framework's own getter has precedence: it respects the proxies that the application trusts.
 *
 * @param framework the framework's request
 * @param peer address of the other end of the connection while it was open
 * @internal
 */
export function clientAddressOf(framework: object, request: IncomingMessage, peer: string | undefined): unknown {
  try {
    return ipOf(framework) ?? ipOf(connected(framework, request, peer)) ?? peer;
  } catch {
    return peer;
  }
}

function ipOf(request: object): unknown {
  return (request as { readonly ip?: unknown }).ip;
}

/** The request as it was while its connection was open: without a peer the getter does not read the headers. */
function connected(framework: object, request: IncomingMessage, peer: string | undefined): object {
  const socket = { value: { remoteAddress: peer } };
  const raw = { value: Object.create(request, { socket }) as object };
  return Object.create(framework, { socket, raw }) as object;
}
