import type { ExecutionKind, ExecutionOutcome, MonotonicMs } from '../model/execution.interface.js';
import type { ExecutionEnding } from '../model/execution-ending.interface.js';
import type { AnswerStage } from './answer-stage.interface.js';
import type { Operations } from './operations.js';
import type { CallSite } from './call-site.js';
import type { ExecutionOrigin } from './execution-origin.js';
import type { RunnerOfSpans } from './span-runner.interface.js';
import { SPAN_BUDGET, SPAN_LIMIT } from './span-limits.js';
import type { ExecutionTransport } from './transport.interface.js';

const NO_SPANS: Span[] = [];

/** Runs code inside the spans of one application. @internal */
export type SpanRunner = RunnerOfSpans<Span>;

/** One watched unit of work, from its first moment to its last. @internal */
export class Execution {
  name = '';
  handler: string | undefined = undefined;
  outcome: ExecutionOutcome = 'ok';
  /** Set at the end of a slow execution that timed out or was aborted. */
  ending: ExecutionEnding | undefined = undefined;
  finished = false;
  /** Counted, but no spans are opened and no alert is raised. */
  muted = false;
  end: MonotonicMs = 0;
  thresholdMs: number;
  spans: Span[];
  spansDropped = 0;
  /** Spans in `spans` that turned out to be none. The budget does not count them. */
  spansDiscarded = 0;
  readonly root: Span;
  operations: Operations | undefined = undefined;
  /** Some of its operations have operations of drivers below them, which do not count: see `CoveringSpan`. */
  coversOperations = false;
  /** It held a connection while others waited for the pool. */
  heldPool = false;
  /** More input is expected than opened the execution: a request's body. */
  awaitsInput = false;
  inputReceivedAt: MonotonicMs | undefined = undefined;
  /** From now on only the receiver of the output is waited for: a request's client. */
  outputHandedOverAt: MonotonicMs | undefined = undefined;
  /** Part of its answer was sent: it may go on for as long as its receiver likes. */
  hasAnswered = false;
  /** The last turn of the loop in which its code certainly ran: by a call, or by one of its continuations. */
  surelyIn = 0;
  transport: ExecutionTransport | undefined = undefined;

  /** A call in it may go on after it, as an execution of its own. */
  mayLeaveWork = false;
  /** The execution that it was a part of until that one ended. */
  origin: ExecutionOrigin | undefined = undefined;

  constructor(
    readonly tracer: SpanRunner,
    readonly id: number,
    /** A boundary inside another may refine it: a GraphQL operation comes in as an HTTP request. */
    public kind: ExecutionKind,
    rootSite: CallSite,
    readonly start: MonotonicMs,
    thresholdMs: number,
  ) {
    this.thresholdMs = thresholdMs;
    this.root = new Span(this, 0, undefined, rootSite, start, undefined);
    this.spans = [this.root];
  }

  /** Opens a span below `parent`; `undefined` when the budget is used up or the execution is over. */
  open(parent: Span, site: CallSite, now: MonotonicMs): Span | undefined {
    if (this.finished || this.muted) return undefined;
    const { spans } = this;
    if (spans.length - this.spansDiscarded < SPAN_BUDGET) {
      const span = new Span(this, spans.length, parent, site, now, undefined);
      spans.push(span);
      return span;
    }
    return this.openMerged(parent, site, now);
  }

  private openMerged(parent: Span, site: CallSite, now: MonotonicMs): Span | undefined {
    const owner = this.spans[parent.index] ?? parent;
    let aggregate = owner.aggregates?.get(site);
    if (aggregate === undefined) {
      if (this.spans.length - this.spansDiscarded >= SPAN_LIMIT) {
        this.spansDropped += 1;
        return undefined;
      }
      aggregate = new Span(this, this.spans.length, owner, site, now, undefined);
      this.spans.push(aggregate);
      (owner.aggregates ??= new Map()).set(site, aggregate);
    } else {
      aggregate.count += 1;
    }
    return new Span(this, aggregate.index, parent, site, now, aggregate);
  }

  /** The name as far as it is known by now: a route is matched some time after the request came in. */
  get currentName(): string {
    return this.name || (this.transport?.currentName() ?? this.kind);
  }

  isSlow(now: MonotonicMs): boolean {
    return now - this.start >= this.thresholdMs;
  }

  /** Drops the spans: contexts that outlive the execution (a socket, an interval) still hold on to it. */
  forgetSpans(): void {
    for (const span of this.spans) {
      span.promise = undefined;
      span.aggregates = undefined;
      span.answerStage = undefined;
    }
    this.spans = NO_SPANS;
    this.operations = this.transport = undefined;
  }
}

/**
 * One step inside an execution. The async context carries it: code that runs under this span finds it in the
 * `AsyncLocalStorage`.
 *
 * @internal
 */
export class Span {
  /** 0 while it is open. */
  end: MonotonicMs = 0;
  failed = false;
  /** Calls that this span stands for; 0 when it turned out to be no step of its own. */
  count = 1;
  /** Sum of the durations of those calls. */
  totalMs = 0;
  /** Number of spans around it. */
  readonly depth: number;
  /** The promise that the call returned. The promise hook ends the span when it settles. */
  promise: unknown = undefined;
  /** For children beyond the span budget: one span for each call site, made when first needed. */
  aggregates: Map<CallSite, Span> | undefined = undefined;
  /**
   * The stage through which an answer to this span passes now; `null` for none. `undefined` where the arrival of answers is
   * not seen.
   */
  answerStage: AnswerStage | null | undefined = undefined;
  /** Code of another execution runs in this context, too: the caller of a stage is unknown there. */
  isShared = false;

  constructor(
    /** Another one when the span goes on after the end of the first. */
    public execution: Execution,
    /** Position in the execution's `spans`; of a merged call, the position of its aggregate. */
    public index: number,
    public parent: Span | undefined,
    readonly site: CallSite,
    readonly start: MonotonicMs,
    /** The span that stands for this call in the report when the budget was used up. */
    private readonly aggregate: Span | undefined,
  ) {
    this.depth = parent === undefined ? 0 : parent.depth + 1;
  }

  /** Ends the span. A later call moves the end: a promise may be resolved with another one and settle again. */
  finish(now: MonotonicMs): void {
    const added = now - (this.end === 0 ? this.start : this.end);
    this.end = now;
    this.totalMs += added;
    if (this.aggregate !== undefined) {
      this.aggregate.totalMs += added;
      if (now > this.aggregate.end) this.aggregate.end = now;
    }
  }

  /** The call was no step: the span around it keeps its time. A merged call stays. */
  discard(now: MonotonicMs): void {
    this.finish(now);
    if (this.aggregate !== undefined) return;
    this.count = 0;
    this.execution.spansDiscarded += 1;
  }

  fail(now: MonotonicMs): void {
    this.failed = true;
    if (this.aggregate !== undefined) this.aggregate.failed = true;
    this.finish(now);
  }
}
