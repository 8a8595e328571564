import { Injectable } from '@nestjs/common';
import type { ActiveExecution } from '../model/active-execution.interface.js';
import { clock } from '../platform/clock.js';
import { Redactor } from '../privacy/redactor.js';
import type { Execution } from '../tracing/execution.js';
import type { Operation } from '../tracing/operation.js';
import { promiseState } from '../tracing/promise-state.js';
import { FlightRecorder } from './flight-recorder.js';

/** The oldest ones. An application in trouble has thousands, and each takes some 10 µs. */
const MAX_LISTED = 200;
/** Spans and operations of one execution that are read, from the last one on. */
const MAX_READ = 100;

/**
 * Lists the executions that run now.
 *
 * @internal
 */
@Injectable()
export class ActiveExecutions {
  constructor(
    private readonly recorder: FlightRecorder,
    private readonly redactor: Redactor,
  ) {}

  /** At most 200, oldest first. */
  list(): ActiveExecution[] {
    const now = clock();
    return [...this.recorder.inFlight()]
      .sort((a, b) => a.start - b.start)
      .slice(0, MAX_LISTED)
      .map(execution => this.describe(execution, now));
  }

  private describe(execution: Execution, now: number): ActiveExecution {
    const { kind, currentName, start, operations, spans, root } = execution;
    const operation = operations?.each.slice(-MAX_READ).findLast(({ end }) => end === 0);
    const span = spans.slice(-MAX_READ).findLast(each => each !== root && each.end === 0 && isPending(each.promise));
    return {
      kind,
      // A name given to `profile()` may contain user data.
      name: this.redactor.text(currentName),
      ageMs: now - start,
      ...(operation !== undefined && { waitingFor: this.redactor.text(targetOf(operation)) }),
      ...(span !== undefined && { span: this.redactor.text(span.site.name) }),
    };
  }
}

/** The span of code that runs now has no promise yet. */
function isPending(promise: unknown): boolean {
  return promise === undefined || promiseState(promise) === 'pending';
}

function targetOf({ statement: { on, text, peer } }: Operation): string {
  if (on === 'pool') return `a connection of ${text}`;
  return on === 'http' || peer === '' ? text : `${text} (${peer})`;
}
