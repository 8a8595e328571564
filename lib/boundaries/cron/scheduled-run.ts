import type { ExecutionDescription, TransportFacts } from '../../model/finished-execution.interface.js';
import type { Steps } from '../../platform/steps.js';
import type { Execution } from '../../tracing/execution.js';
import { UnconnectedTransport } from '../policy/unconnected-transport.js';

/** @internal */
export type RunFacts = Pick<TransportFacts, 'lateMs' | 'overlaps'>;

/**
 * One run of a schedule, as the transport of its execution.
 *
 * @internal
 */
export class ScheduledRun extends UnconnectedTransport {
  readonly kind = 'cron';

  constructor(
    execution: Execution,
    private readonly facts: RunFacts,
  ) {
    super(execution);
  }

  capture(): ExecutionDescription {
    const { facts } = this;
    return {
      *describe(): Steps<TransportFacts> {
        yield;
        return facts;
      },
    };
  }
}
