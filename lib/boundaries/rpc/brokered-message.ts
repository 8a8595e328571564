import type { ExecutionDescription, TransportFacts } from '../../model/finished-execution.interface.js';
import { wallClock } from '../../platform/clock.js';
import type { Steps } from '../../platform/steps.js';
import type { Execution } from '../../tracing/execution.js';
import { UnconnectedTransport } from '../policy/unconnected-transport.js';
import type { BrokerFacts } from './broker-facts.js';

/**
 * A message that a broker has kept, as the transport of its execution.
 *
 * @internal
 */
export class BrokeredMessage extends UnconnectedTransport {
  readonly kind = 'rpc';

  /** @param topic the pattern of the handler */
  constructor(
    execution: Execution,
    topic: string,
    private readonly facts: BrokerFacts,
  ) {
    const ms = facts.sentAt === undefined ? -1 : wallClock() - facts.sentAt;
    // Two clocks that differ can give a negative time.
    super(execution, ms >= 0 ? { queue: topic, ms: Math.round(ms) } : undefined);
  }

  capture(): ExecutionDescription {
    const { queued, facts } = this;
    const described: TransportFacts = {
      ...(queued !== undefined && { queuedMs: queued.ms }),
      ...(facts.redelivered === true && { redelivered: true }),
    };
    return {
      *describe(): Steps<TransportFacts> {
        yield;
        return described;
      },
    };
  }
}
