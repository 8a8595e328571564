import type { CallSite } from './call-site.js';
import type { Callable } from './callable.js';
import { callIn } from './execution-context.js';
import { Span } from './execution.js';
import type { Statement } from './statement.interface.js';

/** The site of all named spans. They are no steps: reports do not have them. */
const NAMED: CallSite = { name: '', kind: 'provider', isAsync: false, returnsObservable: false, isLearning: false };

/** The statement of a request, once its server is known. @internal */
export type StatementAt = (peer: string) => Statement;

/**
 * The context of a client's call that an HTTP client below sends. The request gets the name of the call: `S3 PutObject
 * reports`, and not `PUT s3.example.com/reports/:id`. Its times, its connection and its failure are those of the request.
 *
 * It stands for the span around it: its code, and the spans below it, belong there.
 *
 * @internal
 */
export class NamedSpan extends Span {
  constructor(
    around: Span,
    readonly statementAt: StatementAt,
  ) {
    super(around.execution, around.index, around, NAMED, around.start, undefined);
  }

  /** Calls the client in this context. Returns and throws the same objects. */
  run(fn: Callable, self: unknown, args: readonly unknown[]): unknown {
    return callIn(this, fn, self, args);
  }
}

/** The statement of a request in the context of `span`: `plain`, unless the call around it has a name. @internal */
export function statementWithin(span: Span, plain: Statement): Statement {
  return span.site === NAMED ? (span as NamedSpan).statementAt(plain.peer) : plain;
}
