import { clock } from '../../../platform/clock.js';
import { PrivateSlot } from '../../../platform/private-slot.js';
import type { Operation } from '../../../tracing/operation.js';
import { beginOuterOperation, operatingSpan } from '../../../tracing/running-operation.js';
import type { Tracer } from '../../../tracing/tracer.interface.js';
import type { Library, LibraryContext } from '../library.interface.js';
import { SafeHooks } from '../safe-hooks.js';
import type { ClientSpan } from './client-span.interface.js';
import { coveringLibrary } from './covered-scopes.js';
import { spanHooks, type SpanUser } from './span-hooks.js';
import { SpanStatements } from './span-statements.js';

/** The value of `SpanStatusCode.ERROR`. */
const ERROR = 2;

/**
 * Requests of other libraries, by the client spans that OpenTelemetry's instrumentations make for them. The application
 * gives our span processor to its SDK.
 *
 * @internal
 */
export class OpenTelemetryLibrary implements Library, SpanUser {
  readonly name = 'opentelemetry';
  readonly tracer: Tracer;
  readonly begin: (span: ClientSpan) => void;
  readonly end: (span: ClientSpan) => void;
  private readonly hooks: SafeHooks;
  private readonly statements = new SpanStatements();
  private readonly operations = new PrivateSlot<object, Operation>();
  private hasBegun = false;

  constructor(private readonly context: LibraryContext) {
    this.tracer = context.tracer;
    this.hooks = new SafeHooks(error => this.fail(error));
    this.begin = this.hooks.of(span => this.begun(span));
    this.end = this.hooks.of(span => this.ended(span));
  }

  attach(): void {
    spanHooks().join(this);
  }

  isFound(): boolean {
    return this.hasBegun;
  }

  /** Spans that go on still end. */
  detach(): void {
    spanHooks().leave(this);
  }

  fail(error: unknown): void {
    this.context.logger.failure('A span of OpenTelemetry could not be recorded', error);
  }

  /** Runs in the context of the code that starts the span. */
  private begun(span: ClientSpan): void {
    const covering = coveringLibrary(span);
    if (covering !== undefined && this.context.isRecorded(covering)) return;
    const caller = operatingSpan(this.tracer);
    const statement = caller && this.statements.of(span);
    if (caller === undefined || statement === undefined) return;
    this.hasBegun = true;
    const operation = beginOuterOperation(caller, statement, clock());
    if (operation !== undefined) this.operations.set(span, operation);
  }

  /** Some instrumentations have the statement, or the server, only now. */
  private ended(span: ClientSpan): void {
    const operation = this.operations.get(span);
    if (operation === undefined) return;
    operation.statement = this.statements.of(span) ?? operation.statement;
    operation.finish(clock(), span.status.code === ERROR);
  }
}
