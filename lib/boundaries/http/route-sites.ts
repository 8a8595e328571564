import { HandlerSites, type Handler, type HandlerSite } from '../policy/handler-sites.js';

/** Nest's own mark of an `@Sse()` handler. The package's root does not export its constant. */
const SSE_METADATA = '__sse__';

/** Nest's own list of a handler's parameters. The package's root does not export it either. */
const PARAMETERS_METADATA = '__routeArguments__';

/** Parameters that give no access to the response: `@Body()` to `@RawBody()`, by Nest's numbers. */
const HARMLESS_PARAMETER = /^(?:[3-9]|1[0-2]):/;

/** The facts about a handler of HTTP requests. @internal */
export interface RouteSite extends HandlerSite {
  /** Its response is a stream of server-sent events. */
  readonly isSse: boolean;
  /** It has access to the response, and may write events to it. */
  readonly writesResponse: boolean;
}

/** @internal */
export function routeSites(): HandlerSites<RouteSite> {
  return new HandlerSites((site, type, handler) => ({
    ...site,
    isSse: Reflect.getMetadata(SSE_METADATA, handler) === true,
    writesResponse: writesResponse(type, handler),
  }));
}

/** True when a parameter is the request, the response, or of a kind that is not known here. */
function writesResponse(type: object, handler: Handler): boolean {
  const parameters: unknown = Reflect.getMetadata(PARAMETERS_METADATA, type, handler.name);
  if (typeof parameters !== 'object' || parameters === null) return handler.length > 0;
  return !Object.keys(parameters).every(key => HARMLESS_PARAMETER.test(key));
}
