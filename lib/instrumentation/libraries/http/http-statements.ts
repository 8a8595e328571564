import type { Statement } from '../../../tracing/statement.interface.js';
import { normalizedPath } from './normalized-path.js';

/** Statements that are remembered. Paths of plain words can be as many as a shop has names. */
const MAX_STATEMENTS = 1_000;
/** The longest method that IANA lists has 17 characters. */
const MAX_METHOD = 20;
const MAX_HOST = 255;
const SCHEMES = ['http://', 'https://'];

/**
 * The statements of HTTP requests: `GET pricing:8080/prices/:id`. Equal requests share one.
 *
 * @internal
 */
export class HttpStatements {
  private readonly known = new Map<string, Statement>();

  /**
   * @param host with its port, unless that is the default one
   * @param target path and query, or a whole URL, as requests to a proxy have
   */
  of(method: string, host: string, target: string): Statement {
    const verb = method.length > MAX_METHOD ? 'OTHER' : method;
    if (target.startsWith('/')) return this.statement(verb, host, normalizedPath(target));
    const afterScheme = SCHEMES.find(scheme => target.startsWith(scheme))?.length;
    if (afterScheme !== undefined) return this.ofUrl(verb, target, afterScheme);
    return this.statement(verb, host, method === 'CONNECT' ? '' : normalizedPath(`/${target}`));
  }

  private ofUrl(verb: string, url: string, from: number): Statement {
    const end = endOfAuthority(url, from);
    const path = url.slice(end);
    const host = withoutUser(url.slice(from, end));
    return this.statement(verb, host, normalizedPath(path.startsWith('/') ? path : `/${path}`));
  }

  private statement(verb: string, host: string, path: string): Statement {
    const peer = host.length > MAX_HOST ? host.slice(0, MAX_HOST) : host;
    const text = `${verb} ${peer}${path}`;
    const known = this.known.get(text);
    if (known !== undefined) return known;
    if (this.known.size >= MAX_STATEMENTS) this.known.clear();
    const statement: Statement = { on: 'http', system: 'http', text, peer };
    this.known.set(text, statement);
    return statement;
  }
}

/** A URL can have a query without a path: `http://api.example.com?token=…`. */
function endOfAuthority(url: string, from: number): number {
  let at = from;
  while (at < url.length && !'/?#'.includes(url.charAt(at))) at++;
  return at;
}

/** The host and port of a URL's authority. @internal */
export function withoutUser(authority: string): string {
  return authority.slice(authority.lastIndexOf('@') + 1);
}
