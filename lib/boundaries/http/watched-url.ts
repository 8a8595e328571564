import type { IncomingMessage } from 'node:http';
import type { WatchedUrl } from '../policy/watch-policy.js';

/** The URL of a request, as the client sent it. @internal */
export function watchedUrl(request: IncomingMessage): WatchedUrl {
  const { url = '/', headers } = request;
  if (!url.startsWith('/')) return { full: url, path: url };
  const { encrypted } = request.socket as { readonly encrypted?: boolean };
  const host = headers.host ?? (headers[':authority'] as string | undefined) ?? 'localhost';
  const query = url.indexOf('?');
  return {
    full: `${encrypted === true ? 'https' : 'http'}://${host}${url}`,
    path: query === -1 ? url : url.slice(0, query),
  };
}
