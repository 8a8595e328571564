import type { MonitorLogger } from '../../logging/monitor.logger.js';
import type { LibraryName } from './libraries.options.js';
import type { Tracer } from '../../tracing/tracer.interface.js';

/**
 * Records the operations of one library, for one application. It observes only: it replaces no function of the library
 * and changes no argument or result.
 *
 * @internal
 */
export interface Library {
  /** Its name in the option `libraries`. */
  readonly name: LibraryName;
  /** Starts to observe. May throw. */
  attach(): void;
  /** Ends every subscription. Operations in flight may still end. */
  detach(): void;
}

/** The parts of the application that a library may use. @internal */
export interface LibraryContext {
  /** The application whose executions are recorded. */
  readonly tracer: Tracer;
  readonly logger: Pick<MonitorLogger, 'failure'>;
}

/** @internal */
export type LibraryClass = new (context: LibraryContext) => Library;
