import { Injectable } from '@nestjs/common';
import { isMounted, mountOf, type MountedRequest } from './mounted-path.js';
import type { RouteVariant } from './route-variant.js';

/** Names that the tables keep. Further ones are made for each request. */
const MAX_NAMES = 2_000;

/** Paths of mounted routers that have a table. Clients choose the values in such a path, and its case. */
const MAX_MOUNTS = 200;

/** Stands for the route of requests that have none: their paths are invented by clients. */
const UNMATCHED = '(unmatched)';

/** Replaces the rest of a path that mounted middleware answers, such as the name of a file. */
const ANY_PATH = '/*';

/** The parts of a framework's request that have its route: `route` in Express, `routeOptions` in Fastify. @internal */
export interface RoutedRequest extends MountedRequest {
  readonly method: string;
  /** Within a mounted router, the rest of the path. */
  readonly url?: string;
  readonly route?: { readonly path?: unknown };
  readonly routeOptions?: { readonly url?: unknown };
}

/**
 * Names requests by the pattern of their route: `GET /orders/:id`. Names are made once, and contain no values.
 *
 * @internal
 */
@Injectable()
export class RouteNames {
  /** Routes that Express makes of middleware, when Nest binds it to an exact path. They are not the request's route. */
  readonly middlewareRoutes = new WeakSet();
  private readonly plain: NameTable = new Map();
  private readonly answers: NameTable = new Map();
  private readonly byVariant = new Map<RouteVariant, NameTable>();
  /** By the path that a router or middleware is mounted on. */
  private readonly byMount = new Map<string, NameTable>();
  private size = 0;

  nameOf(request: RoutedRequest, variant?: RouteVariant): string {
    const { route, baseUrl, method } = request;
    const isRoute = route !== undefined && !this.middlewareRoutes.has(route);
    const pattern = (isRoute ? route.path : undefined) ?? request.routeOptions?.url;
    // Fastify finds the route before middleware runs, and its pattern is the whole path.
    if (baseUrl === '' || (baseUrl === undefined && pattern !== undefined) || !isMounted(request)) {
      const table = variant === undefined ? this.plain : tableFor(this.byVariant, variant, MAX_NAMES);
      return this.nameIn(table, method, pattern ?? UNMATCHED, '', variant);
    }
    const table =
      typeof baseUrl === 'string' && variant === undefined ? tableFor(this.byMount, baseUrl, MAX_MOUNTS) : undefined;
    return this.nameIn(table, method, pattern ?? restOf(request), request, variant);
  }

  /** The name of a request that middleware of this class answered. */
  nameOfAnswer(method: string, middleware: string): string {
    return this.nameIn(this.answers, method, middleware, '', undefined);
  }

  private nameIn(
    table: NameTable | undefined,
    method: string,
    pattern: unknown,
    mounted: '' | RoutedRequest,
    variant: RouteVariant | undefined,
  ): string {
    const known = table?.get(method)?.get(pattern);
    if (known !== undefined) return known;
    const mount = mounted === '' ? '' : mountOf(mounted);
    const name = `${method} ${variant?.host ?? ''}${mount}${String(pattern)}${variant?.suffix ?? ''}`;
    if (table !== undefined && this.size < MAX_NAMES) {
      let names = table.get(method);
      if (names === undefined) table.set(method, (names = new Map<unknown, string>()));
      names.set(pattern, name);
      this.size += 1;
    }
    return name;
  }
}

/** By method, then by pattern. */
type NameTable = Map<string, Map<unknown, string>>;

function tableFor<Key>(tables: Map<Key, NameTable>, key: Key, most: number): NameTable | undefined {
  let table = tables.get(key);
  if (table === undefined && tables.size < most) tables.set(key, (table = new Map()));
  return table;
}

function restOf({ url = '' }: RoutedRequest): string {
  return url === '' || url === '/' || url.startsWith('/?') ? '' : ANY_PATH;
}
