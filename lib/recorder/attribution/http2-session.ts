import type { Http2Session } from 'node:http2';

/** The members in use of a session, on the server's or the client's side. */
type Session = Partial<Pick<Http2Session, 'type' | 'socket'>>;

/**
 * The HTTP/2 session of a native handle: its own, or its stream's. Node marks each handle with its owner under a symbol; no
 * public property leads from one to the other.
 *
 * @internal
 */
export function http2SessionOf(handle: object): Session | undefined {
  const mark = Object.getOwnPropertySymbols(handle).find(({ description }) => description === 'owner_symbol');
  if (mark === undefined) return undefined;
  const owner = (handle as Record<symbol, { readonly session?: Session } & Session>)[mark];
  return owner?.session ?? owner;
}
