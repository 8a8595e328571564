/** Names that are remembered; an application has as many as it has routes, and one for each method without a route. */
const MAX_NAMES = 2_000;

/** What a request without a route is called: its path is the client's invention. */
const UNMATCHED = '(unmatched)';

/** A part of a path that is somebody's: a number, a UUID, a long hexadecimal or mixed token. */
const ID_PART = /^(\d+|[0-9a-f]{8}-[0-9a-f-]{27,}|[0-9a-f]{12,}|(?=.*\d)[\w-]{16,})$/i;

/** The parts of a framework's request that tell its route: Express keeps `route`, Fastify `routeOptions`. @internal */
export interface RoutedRequest {
  readonly method: string;
  readonly baseUrl?: unknown;
  readonly route?: { readonly path?: unknown };
  readonly routeOptions?: { readonly url?: unknown };
}

/**
 * Names requests by their route's pattern: `GET /orders/:id`.
 *
 * @internal
 */
export class RouteNames {
  private readonly byMethod = new Map<string, Map<unknown, string>>();
  private size = 0;

  nameOf(request: RoutedRequest): string {
    const { baseUrl } = request;
    const pattern = request.route?.path ?? request.routeOptions?.url ?? UNMATCHED;
    // A router that the application mounted by itself: what it is mounted on may hold a parameter's value.
    if (typeof baseUrl === 'string' && baseUrl !== '')
      return `${request.method} ${withoutIds(baseUrl)}${String(pattern)}`;
    let names = this.byMethod.get(request.method);
    const known = names?.get(pattern);
    if (known !== undefined) return known;
    const name = `${request.method} ${String(pattern)}`;
    if (this.size >= MAX_NAMES) return name;
    if (names === undefined) this.byMethod.set(request.method, (names = new Map()));
    names.set(pattern, name);
    this.size += 1;
    return name;
  }
}

function withoutIds(path: string): string {
  return path
    .slice(0, 200)
    .split('/')
    .map(part => (ID_PART.test(part) ? ':id' : part))
    .join('/');
}
