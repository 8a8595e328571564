import type { BoundaryDefinition } from '../boundary.interface.js';
import { activeTraceProvider } from './active-trace.js';
import { HttpBoundary } from './http.boundary.js';
import { InterceptorPlacement } from './interceptor-placement.js';
import { MiddlewareFunctions } from './middleware-functions.js';
import { MiddlewareSpans } from './middleware-spans.js';
import { PerformanceInterceptor } from './performance.interceptor.js';
import { REQUEST_CONTEXT } from '../policy/request-context.interface.js';
import { HttpRequestContext } from './request-context.js';
import { ResponseSpans } from './response-spans.js';
import { RouteHosts } from './route-hosts.js';
import { RouteNames } from './route-name.js';
import { ScopedControllers } from './scoped-controllers.js';

/** @internal */
export const http: BoundaryDefinition = {
  boundaries: [HttpBoundary, InterceptorPlacement, MiddlewareFunctions, MiddlewareSpans, ResponseSpans],
  providers: [
    activeTraceProvider,
    { provide: REQUEST_CONTEXT, useClass: HttpRequestContext },
    PerformanceInterceptor,
    RouteHosts,
    RouteNames,
    ScopedControllers,
  ],
};
