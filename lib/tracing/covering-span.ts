import type { CallSite } from './call-site.js';
import { Span } from './execution.js';
import { callIn } from './execution-context.js';
import type { Callable } from './callable.js';

/** The site of all covering spans. They are no steps: reports do not have them. */
const COVERING: CallSite = { name: '', kind: 'provider', isAsync: false, returnsObservable: false, isLearning: false };

/**
 * The context of a library's own code within one of its operations: a message, or a job for a queue. Drivers below, such as
 * ioredis, report their commands to the execution, too. Commands of this context are parts of the operation.
 *
 * It stands for the span around it: its code, and the spans below it, belong there.
 *
 * @internal
 */
export class CoveringSpan extends Span {
  constructor(around: Span) {
    super(around.execution, around.index, around, COVERING, around.start, undefined);
    around.execution.coversOperations = true;
  }

  /** Calls the library in this context. Returns and throws the same objects. */
  run(fn: Callable, self: unknown, args: readonly unknown[]): unknown {
    return callIn(this, fn, self, args);
  }
}

/** True for code within an operation of a library. An execution without such operations is not searched. @internal */
export function isCovered(span: Span): boolean {
  if (!span.execution.coversOperations) return false;
  let at: Span | undefined = span;
  while (at !== undefined && at.site !== COVERING) at = at.parent;
  return at !== undefined;
}
