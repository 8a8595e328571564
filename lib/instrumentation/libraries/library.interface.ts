import type { MonitorLogger } from '../../logging/monitor.logger.js';
import type { LoadedPackages } from './loaded-packages.js';
import type { LibraryName } from './libraries.options.js';
import type { Holding } from '../../tracing/pool-holders.js';
import type { Tracer } from '../../tracing/tracer.interface.js';

/**
 * Records the operations of one library, for one application. It observes only: it changes no argument, result or context.
 * It replaces a function only where the library publishes nothing, as pg does.
 *
 * @internal
 */
export interface Library {
  /** Its name in the option `libraries`. */
  readonly name: LibraryName;
  /** Its package. A loaded copy, too, shows that the application has it. */
  readonly package?: string;
  /** Starts to observe. May throw. */
  attach(): void;
  /** Ends every subscription. Operations in flight may still end. */
  detach(): void;
  /** True when the application has it: its objects were there at `attach()`, or it has sent something since. */
  isFound(): boolean;
  /** The present use of its connection to this process of the database server `peer`. */
  holdingOf?(session: number, peer: string): Pick<Holding, 'execution'> | undefined;
}

/** The parts of the application that a library may use. @internal */
export interface LibraryContext {
  /** The application whose executions are recorded. */
  readonly tracer: Tracer;
  readonly logger: Pick<MonitorLogger, 'failure'>;
  /**
   * The application's providers and controllers, and the values of their own properties, without proxies. For `attach()`,
   * which runs when the application has started.
   */
  instances(): Iterable<object>;
  /** True when the requests of a library are recorded: it is on, and the application has it. */
  isRecorded(name: LibraryName): boolean;
  /** The packages that the process has loaded. */
  readonly packages: Pick<LoadedPackages, 'copiesOf'>;
}

/** @internal */
export type LibraryClass = new (context: LibraryContext) => Library;
