/** Replaces the path of a router without a known pattern. That path may contain the value of a parameter. */
const ANY_MOUNT = '/*';

/** Routers in routers that are searched. */
const MAX_DEPTH = 16;

const MIDDIE_LIST = 'fastify-middie-middlewares';

/** The members of a framework's request that a mounted router or middleware sets. @internal */
export interface MountedRequest {
  /** In Express, the part of the path that the router is mounted on. */
  readonly baseUrl?: unknown;
  readonly app?: ExpressApp;
  /** In Fastify, Node's request: middleware on a path gets the rest as `url`. */
  readonly raw?: { readonly url?: string; readonly originalUrl?: unknown };
  readonly server?: object;
}

interface ExpressApp {
  readonly parent?: ExpressApp;
  readonly router?: { readonly stack?: unknown };
}

/** A layer of Express's router. */
interface Layer {
  readonly route?: unknown;
  readonly slash?: boolean;
  readonly handle?: { readonly stack?: unknown };
  /** The path in the application's code. Absent before `router` 2.3. */
  readonly rawPath?: unknown;
  readonly matchers?: readonly ((path: string) => { readonly path: string; readonly params: object } | false)[];
}

/** True while a router or middleware on a path has the request. @internal */
export function isMounted({ baseUrl, raw }: MountedRequest): boolean {
  if (baseUrl !== undefined) return typeof baseUrl === 'string' && baseUrl !== '';
  const original = raw?.originalUrl;
  return typeof original === 'string' && original !== raw?.url;
}

/**
 * The pattern of the path that a router or middleware is mounted on: `/legacy`, `/tenants/:id`. Contains no values.
 *
 * @internal
 */
export function mountOf({ baseUrl, app, raw, server }: MountedRequest): string {
  try {
    if (typeof baseUrl === 'string') return patternIn(stackOf(app), baseUrl, 0) ?? ANY_MOUNT;
    const taken = takenFrom(pathOf(String(raw?.originalUrl)), pathOf(raw?.url ?? ''));
    if (taken === '') return '';
    return middiePaths(server).find(pattern => fits(pattern, taken)) ?? ANY_MOUNT;
  } catch {
    return ANY_MOUNT;
  }
}

function stackOf(app: ExpressApp | undefined): unknown {
  let root = app;
  while (root?.parent !== undefined) root = root.parent;
  return root?.router?.stack;
}

/** Searches the layers for patterns that together match the whole path. One without parameters has precedence. */
function patternIn(stack: unknown, path: string, depth: number): string | undefined {
  if (!Array.isArray(stack) || depth > MAX_DEPTH) return undefined;
  const found = (stack as Layer[]).flatMap(layer => patternsOf(layer, path, depth));
  return found.find(pattern => !/[:*]/.test(pattern)) ?? found[0];
}

function patternsOf({ route, slash, handle, rawPath, matchers }: Layer, path: string, depth: number): string[] {
  if (route !== undefined) return [];
  if (slash === true) return [patternIn(handle?.stack, path, depth + 1) ?? []].flat();
  return (matchers ?? []).flatMap((matcher, index) => {
    const match = matcher(path);
    if (match === false) return [];
    const rest = path.slice(match.path.replace(/\/$/, '').length);
    if (rest !== '' && !rest.startsWith('/')) return [];
    const pattern = textOf(Array.isArray(rawPath) ? rawPath.flat()[index] : rawPath, match);
    if (rest === '') return pattern;
    const below = patternIn(handle?.stack, rest, depth + 1);
    // An Express application that is mounted hides its router.
    return `${pattern}${below ?? ANY_MOUNT}`;
  });
}

/** Before `router` 2.3 a layer has no pattern. Without parameters the path is the pattern, in the case of the client. */
function textOf(rawPath: unknown, { path, params }: { readonly path: string; readonly params: object }): string {
  if (typeof rawPath === 'string') return rawPath.replace(/\/+$/, '');
  if (rawPath === undefined && Object.keys(params).length === 0) return path.toLowerCase().replace(/\/+$/, '');
  return ANY_MOUNT;
}

function pathOf(url: string): string {
  const query = url.indexOf('?');
  return query === -1 ? url : url.slice(0, query);
}

function takenFrom(path: string, rest: string): string {
  if (path.endsWith(rest)) return path.slice(0, path.length - rest.length);
  return rest === '/' ? path : '';
}

function middiePaths(server: object | undefined): string[] {
  const found: string[] = [];
  for (let at: unknown = server; typeof at === 'object' && at !== null; at = Object.getPrototypeOf(at)) {
    const key = Object.getOwnPropertySymbols(at).find(({ description }) => description === MIDDIE_LIST);
    const list: unknown = key === undefined ? undefined : Reflect.get(at, key);
    if (!Array.isArray(list)) continue;
    for (const [path] of list as [unknown][])
      found.push(...[path].flat().filter((each): each is string => typeof each === 'string' && each !== '/'));
  }
  return found;
}

/** True when each segment is the same, or a parameter. */
function fits(pattern: string, path: string): boolean {
  const written = pattern.replace(/\/+$/, '').split('/');
  const sent = path.replace(/\/+$/, '').split('/');
  return (
    written.length === sent.length &&
    written.every((segment, index) => segment.startsWith(':') || segment.toLowerCase() === sent[index]?.toLowerCase())
  );
}
