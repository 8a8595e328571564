/** Names that are remembered; an application has as many as it has routes, and one for each method without a route. */
const MAX_NAMES = 2_000;

/** What a request without a route is called: its path is the client's invention. */
const UNMATCHED = '(unmatched)';

/** Stands for the path of a router that the application mounted by itself: it may hold a parameter's value. */
const MOUNT = '/*';

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
    const route = request.route?.path ?? request.routeOptions?.url ?? UNMATCHED;
    const isMounted = typeof request.baseUrl === 'string' && request.baseUrl !== '';
    const pattern = isMounted ? `${MOUNT}${String(route)}` : route;
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
