import { PrivateSlot } from '../../../platform/private-slot.js';
import type { MonotonicMs } from '../../../model/execution.interface.js';
import type { Checkout } from '../../../tracing/checkout.js';
import type { Span } from '../../../tracing/execution.js';
import { operatingSpan } from '../../../tracing/running-operation.js';
import type { Tracer } from '../../../tracing/tracer.interface.js';

/** A request for a connection. @internal */
export interface ConnectionRequest {
  /** `undefined` for code outside the executions. */
  readonly span: Span | undefined;
  readonly start: MonotonicMs;
  /** Present when it waits in the queue. */
  checkout: Checkout | undefined;
}

/**
 * The requests for a pool's connection, by their messages. Code that gets a connection from the queue runs in the context
 * of the execution that released it, or that opened it. The statement that follows at once belongs to the requester.
 *
 * @internal
 */
export class ConnectionRequests {
  private readonly byMessage = new PrivateSlot<object, ConnectionRequest>();
  /** Messages with a running callback, the innermost last. */
  private readonly granting: object[] = [];
  /** The request that is being made: the pool puts it into the queue now, or never. */
  private making: ConnectionRequest | undefined = undefined;

  constructor(private readonly tracer: Tracer) {}

  /** A pool is called. */
  begin(message: object, now: MonotonicMs): void {
    this.making = { span: this.span, start: now, checkout: undefined };
    this.byMessage.set(message, this.making);
  }

  /** The call of the pool has returned. */
  made(): void {
    this.making = undefined;
  }

  /** The request of the running call. */
  get beingMade(): ConnectionRequest | undefined {
    return this.making;
  }

  of(message: object): ConnectionRequest | undefined {
    return this.byMessage.get(message);
  }

  /** The callback of a request begins. */
  enter(message: object): void {
    this.granting.push(message);
  }

  /** The callback of a request has returned. */
  leave(message: object): void {
    const at = this.granting.lastIndexOf(message);
    if (at >= 0) this.granting.length = at;
  }

  /** The span whose code runs, when an operation can belong to it. */
  get span(): Span | undefined {
    const message = this.granting.at(-1);
    if (message === undefined) return operatingSpan(this.tracer);
    const span = this.byMessage.get(message)?.span;
    return span?.execution.finished === false ? span : undefined;
  }
}
