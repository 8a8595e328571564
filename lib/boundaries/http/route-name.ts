/** Names that are remembered: one for each route, and one for each method of requests without a route. */
const MAX_NAMES = 2_000;

/** Stands for the route of requests that have none: their paths are invented by clients. */
const UNMATCHED = '(unmatched)';

/** Stands for the path of a router that the application mounted: the path may contain the value of a parameter. */
const MOUNT = '/*';

/** The parts of a framework's request that have its route: `route` in Express, `routeOptions` in Fastify. @internal */
export interface RoutedRequest {
  readonly method: string;
  readonly baseUrl?: unknown;
  readonly route?: { readonly path?: unknown };
  readonly routeOptions?: { readonly url?: unknown };
}

/**
 * Names requests by the pattern of their route: `GET /orders/:id`.
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
