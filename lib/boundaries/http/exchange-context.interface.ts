import type { LiveOptions } from '../../options/live-options.js';
import type { MonitorLogger } from '../../logging/monitor.logger.js';
import type { Redactor } from '../../privacy/redactor.js';
import type { TracerService } from '../../tracing/tracer.service.js';
import type { ActiveTrace } from './active-trace.js';
import type { RouteNames } from './route-name.js';

/** The objects that all exchanges of a boundary share. @internal */
export interface ExchangeContext {
  readonly names: RouteNames;
  readonly tracer: TracerService;
  readonly logger: MonitorLogger;
  readonly options: LiveOptions;
  readonly redactor: Redactor;
  /** Absent where the application traces nothing. */
  readonly activeTrace: ActiveTrace | undefined;
}
