import type { ExecutionKind, ExecutionOutcome, MonotonicMs } from '../model/execution.interface.js';
import type { FinishedExecution, FinishedRequest } from '../model/finished-execution.interface.js';
import { Span } from './span.js';
import type { CallSite } from './call-site.js';
import type { ExecutionTransport } from './transport.interface.js';
import type { Tracer } from './tracer.interface.js';

/** Calls that get a span of their own; further calls of the same method below the same span are merged. */
export const SPAN_BUDGET = 256;
/** Spans in all, merged ones included; what comes after is counted, and its time stays with the span around it. */
export const SPAN_LIMIT = 512;

/** Calls that may turn out to be no spans: of a large application's first request there can be thousands. */
export const MAX_TRIED = 1_000;

const NO_SPANS: Span[] = [];

/**
 * One watched unit of work, from its first moment to its last.
 *
 * @internal
 */
export class Execution {
  name = '';
  handler: string | undefined = undefined;
  outcome: ExecutionOutcome = 'ok';
  finished = false;
  /** Counted, but no spans are opened and no alert is raised. */
  muted = false;
  end: MonotonicMs = 0;
  thresholdMs: number;
  spans: Span[];
  spansDropped = 0;
  /** Among `spans`, those that turned out to be none: they take nothing of the budget. */
  spansDiscarded = 0;
  readonly root: Span;
  hasBody = false;
  bodyReceivedAt: MonotonicMs | undefined = undefined;
  responseEndedAt: MonotonicMs | undefined = undefined;
  /** A stream of events has answered once it is open: it stays so for as long as its client likes. */
  opensStream = false;
  /** The turn of the loop in which it is sure to have run last, by a call or by a continuation of its own. */
  surelyIn = 0;
  transport: ExecutionTransport | undefined = undefined;
  /** Set by the transport when the execution is slow: copies what the report needs before the transport lets go. */
  request: FinishedRequest | undefined = undefined;

  constructor(
    readonly tracer: Tracer,
    readonly id: number,
    readonly kind: ExecutionKind,
    rootSite: CallSite,
    readonly start: MonotonicMs,
    thresholdMs: number,
  ) {
    this.thresholdMs = thresholdMs;
    this.root = new Span(this, 0, undefined, rootSite, start, undefined);
    this.spans = [this.root];
  }

  /**
   * Opens a span below `parent`.
   *
   * @returns `undefined` when the budget is used up or the execution is over
   */
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

  /** What it is called, as far as that is known: a route is matched some time after the request came in. */
  get currentName(): string {
    return this.name || (this.transport?.currentName() ?? this.kind);
  }

  isSlow(now: MonotonicMs): boolean {
    return now - this.start >= this.thresholdMs;
  }

  /** What is told of it once it is over. */
  summary(): FinishedExecution {
    const { id, kind, name, handler, start, end, thresholdMs, outcome, request } = this;
    return { id, kind, name, handler, start, durationMs: end - start, thresholdMs, outcome, request };
  }

  /** Lets go of the spans: contexts that outlive the execution (a socket, an interval) still hold on to it. */
  forgetSpans(): void {
    for (const span of this.spans) {
      span.promise = undefined;
      span.aggregates = undefined;
    }
    this.spans = NO_SPANS;
    this.request = undefined;
    this.transport = undefined;
  }
}
