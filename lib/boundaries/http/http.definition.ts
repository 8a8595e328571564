import type { BoundaryDefinition } from '../boundary.interface.js';
import { activeTraceProvider } from './active-trace.js';
import { HttpBoundary } from './http.boundary.js';
import { InterceptorPlacement } from './interceptor-placement.js';
import { MiddlewareSpans } from './middleware-spans.js';
import { PerformanceInterceptor } from './performance.interceptor.js';
import { RouteHosts } from './route-hosts.js';
import { RouteNames } from './route-name.js';
import { ScopedControllers } from './scoped-controllers.js';

/** @internal */
export const http: BoundaryDefinition = {
  boundaries: [HttpBoundary, InterceptorPlacement, MiddlewareSpans],
  providers: [activeTraceProvider, PerformanceInterceptor, RouteHosts, RouteNames, ScopedControllers],
};
