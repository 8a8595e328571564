import type { Http2Session } from 'node:http2';

/** What is used of a connection, of this server's or of a client in it. */
type Connection = Partial<Pick<Http2Session, 'type' | 'socket'>>;

/**
 * The HTTP/2 connection that a native handle belongs to: its own, or its stream's. Node marks each handle with whom it
 * belongs to, and has no public way from one to the other.
 *
 * @internal
 */
export function http2SessionOf(handle: object): Connection | undefined {
  const mark = Object.getOwnPropertySymbols(handle).find(({ description }) => description === 'owner_symbol');
  if (mark === undefined) return undefined;
  const owner = (handle as Record<symbol, { readonly session?: Connection } & Connection>)[mark];
  return owner?.session ?? owner;
}
