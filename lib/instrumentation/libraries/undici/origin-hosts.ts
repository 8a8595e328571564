import { withoutUser } from '../http/http-statements.js';

/** Origins that are remembered: an application has a few, unless each of its customers has a host. */
const MAX_ORIGINS = 200;

/**
 * The host and port of each origin, without its user: `pricing:8080` for `http://pricing:8080`.
 *
 * @internal
 */
export class OriginHosts {
  private readonly known = new Map<string, string>();

  /** @param origin a text or a URL object: undici takes both */
  of(origin: unknown): string {
    const text = typeof origin === 'string' ? origin : origin instanceof URL ? origin.origin : '';
    const known = this.known.get(text);
    if (known !== undefined) return known;
    const host = hostOf(text);
    if (this.known.size >= MAX_ORIGINS) this.known.clear();
    this.known.set(text, host);
    return host;
  }
}

function hostOf(origin: string): string {
  const from = origin.indexOf('://');
  const authority = from < 0 ? origin : origin.slice(from + 3);
  const end = authority.indexOf('/');
  return withoutUser(end < 0 ? authority : authority.slice(0, end));
}
