import type { MonotonicMs } from '../model/execution.interface.js';
import { Execution } from './execution.js';
import { copySpans } from './span-copy.js';

/**
 * An execution that goes on, as it is now. Its recording can be cut as if it had ended now. The id is the same. The spans
 * are copies: the execution's own may go on in another one.
 *
 * @internal
 */
export function snapshotOf(execution: Execution, now: MonotonicMs): Execution {
  // Only a request comes to its handler later than it begins. Others may have none.
  const isUnhandled = execution.kind === 'http' && execution.handler === undefined;
  const snapshot = Object.create(Execution.prototype) as Execution;
  const spans = copySpans(execution.spans);
  return Object.assign(snapshot, execution, {
    name: execution.currentName,
    end: now,
    // Neither its client nor a timer has ended it: the last wait simply goes on.
    ending: { isStuck: true, isAborted: true, ...(isUnhandled && { isUnhandled }) },
    spans,
    root: spans[0] ?? execution.root,
    operations: execution.operations?.copy(),
  });
}
