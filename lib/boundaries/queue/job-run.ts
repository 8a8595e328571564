import type { ExecutionDescription, TransportFacts } from '../../model/finished-execution.interface.js';
import { oneLine } from '../../model/format/one-line.js';
import type { Steps } from '../../platform/steps.js';
import type { Redactor } from '../../privacy/redactor.js';
import type { Execution } from '../../tracing/execution.js';
import { UnconnectedTransport } from '../policy/unconnected-transport.js';
import type { Job } from './job.interface.js';

const MAX_ID = 128;
const MAX_REDACTED = 200;

/**
 * One attempt of a job, as the transport of its execution.
 *
 * @internal
 */
export class JobRun extends UnconnectedTransport {
  readonly kind = 'queue';

  constructor(
    execution: Execution,
    private readonly job: Job,
    private readonly redactor: Redactor,
  ) {
    const ms = queuedMsOf(job);
    super(execution, ms === undefined ? undefined : { queue: job.queueName, ms });
  }

  capture(): ExecutionDescription {
    const { job, redactor } = this;
    const { id } = job;
    const facts = withoutUndefined({ queuedMs: this.queued?.ms, attempt: attemptOf(job) });
    return {
      *describe(): Steps<TransportFacts> {
        yield;
        const jobId = typeof id === 'string' ? oneLine(redactor.text(id, MAX_REDACTED), MAX_ID) : '';
        return jobId === '' ? facts : { ...facts, jobId };
      },
    };
  }
}

/**
 * The time in the queue, known for a first attempt only. The times of a later attempt include earlier ones, and those of a
 * parent in a flow its children. Two clocks that differ can give a negative time, which is left out.
 *
 * @internal
 */
export function queuedMsOf({ timestamp, processedOn, opts, attemptsStarted, attemptsMade }: Job): number | undefined {
  if (typeof timestamp !== 'number' || typeof processedOn !== 'number') return undefined;
  if (attemptsMade !== 0 || (typeof attemptsStarted === 'number' && attemptsStarted > 1)) return undefined;
  const delay = opts?.delay;
  const queued = processedOn - timestamp - (typeof delay === 'number' ? delay : 0);
  return queued >= 0 ? queued : undefined;
}

/** 1 for the first attempt. */
function attemptOf({ attemptsStarted, attemptsMade }: Job): number | undefined {
  if (typeof attemptsStarted === 'number' && attemptsStarted > 0) return attemptsStarted;
  return typeof attemptsMade === 'number' ? attemptsMade + 1 : undefined;
}

function withoutUndefined(facts: TransportFacts): TransportFacts {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
}
