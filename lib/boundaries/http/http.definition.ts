import type { BoundaryDefinition } from '../boundary.interface.js';
import { activeTraceProvider } from './active-trace.js';
import { HttpBoundary } from './http.boundary.js';
import { InterceptorPlacement } from './interceptor-placement.js';
import { PerformanceInterceptor } from './performance.interceptor.js';
import { ScopedControllers } from './scoped-controllers.js';

/** @internal */
export const http: BoundaryDefinition = {
  boundaries: [HttpBoundary, InterceptorPlacement],
  providers: [activeTraceProvider, PerformanceInterceptor, ScopedControllers],
};
