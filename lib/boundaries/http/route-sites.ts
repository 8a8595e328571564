import type { ApplicationConfig } from '@nestjs/core';
import { HandlerSites, type HandlerSite } from '../policy/handler-sites.js';
import type { RouteHosts } from './route-hosts.js';
import { variantOf, type RouteVariant } from './route-variant.js';

/** Nest's own mark of an `@Sse()` handler. The package's root does not export its constant. */
const SSE_METADATA = '__sse__';

/** The facts about a handler of HTTP requests. @internal */
export interface RouteSite extends HandlerSite {
  /** Its response is a stream of server-sent events. */
  readonly isSse: boolean;
  /** The version and the host in its name. */
  readonly variant: RouteVariant | undefined;
}

/** @internal */
export function routeSites(config: ApplicationConfig, hosts: RouteHosts): HandlerSites<RouteSite> {
  return new HandlerSites((site, type, handler) => ({
    ...site,
    isSse: Reflect.getMetadata(SSE_METADATA, handler) === true,
    variant: variantOf(type, handler, config.getVersioning(), hosts),
  }));
}
