import type { Provider, Type } from '@nestjs/common';
import type { ExecutionKind } from '../model/execution.interface.js';

/**
 * A moment in the start of an application at which boundaries attach. An application passes them in this order.
 *
 * - `construction`: all modules are scanned and no `onModuleInit()` has run. Methods replaced on prototypes now are found
 *   by every explorer, in any order of imports. With `forRootAsync()` it comes when the options are there.
 * - `routes`: gateways and message handlers are bound, routes are not. Only in applications with an HTTP adapter.
 * - `init`: the module's `onModuleInit()`. The module is global, so that those of all other modules come later. Adapters
 *   and the servers of microservices are there.
 * - `bootstrap`: the application is ready, and its own hooks are set. The monitor runs from now on. It comes again for
 *   each further application that is made of the same providers.
 *
 * @internal
 */
export type AttachMoment = 'construction' | 'routes' | 'init' | 'bootstrap';

/**
 * Opens an execution for each unit of work of one kind, and ends it.
 *
 * Its hooks run inside the application's own calls. They throw no error of their own, and pass on results, errors and the
 * async context unchanged. While the tracer is not active they only pass on.
 *
 * @example
 * @Injectable()
 * export class EventBoundary implements Boundary {
 *   readonly kind = 'event';
 *   readonly moments = ['bootstrap'] as const;
 *   attach(): void { … }
 *   detach(): void { … }
 * }
 *
 * @internal
 */
export interface Boundary {
  readonly kind: ExecutionKind;
  /** The moments at which `attach()` is called. */
  readonly moments: readonly AttachMoment[];
  /**
   * Installs the hooks. Idempotent: hooks that are there already are not installed again. Boundaries attach in the order
   * of their registration. An error is logged, and neither the application nor another boundary notices.
   */
  attach(moment: AttachMoment): void;
  /**
   * Removes all hooks, also those of an `attach()` that failed or was never called. Idempotent. Boundaries detach in the
   * reverse order, before alerts are drained. Executions in flight may still end by themselves.
   */
  detach(): void;
}

/** One folder's contribution: its boundaries, and the providers that these inject. @internal */
export interface BoundaryDefinition {
  readonly boundaries: readonly Type<Boundary>[];
  readonly providers: readonly Provider[];
}

/** Injection token of all boundaries, in the order of their registration. @internal */
export const BOUNDARIES = Symbol('PERFORMANCE_MONITOR:BOUNDARIES');
