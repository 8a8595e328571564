import type { Callable } from '../../../tracing/callable.js';
import { spanStorage } from '../../../tracing/execution-context.js';
import type { Span } from '../../../tracing/execution.js';

/** The use of one connection of a pool. @internal */
export interface Ownership {
  /** From its checkout until its release. */
  owner: Span | undefined;
}

/**
 * The spans that call pg. The async context is often another request's: the one that opened a connection, or gave it
 * back. There pg runs callbacks and the next statement of its pool.
 *
 * No callback gets another context. While one runs, the caller of its statement is remembered instead.
 *
 * @internal
 */
export class Callers {
  /** Entries stay, without an owner: a `WeakMap` is rebuilt again and again by additions and deletions. */
  private ownerships = new WeakMap<object, Ownership>();
  private inCallback = false;
  /** The caller of the statement whose callback runs. */
  private caller: Span | undefined = undefined;
  /** The context of that callback. Other code has called the code of another context. */
  private context: Span | undefined = undefined;

  /** @param client the connection of the call, if it has one */
  of(client: object | undefined): Span | undefined {
    const running = spanStorage.getStore();
    const owner = this.inCallback && running === this.context ? this.caller : this.ownerOf(client, running);
    // In its own context, an execution is in the innermost span.
    return owner?.execution === running?.execution ? running : owner;
  }

  /** The ownership of a connection: the same object at each call. */
  ownershipOf(client: object): Ownership {
    const known = this.ownerships.get(client);
    if (known !== undefined) return known;
    const made: Ownership = { owner: undefined };
    this.ownerships.set(client, made);
    return made;
  }

  /** A connection is free. Its owner may belong to an ended application. */
  disown(client: object): void {
    const known = this.ownerships.get(client);
    if (known !== undefined) known.owner = undefined;
  }

  /** No application is left: connections that live on hold no execution. */
  clear(): void {
    this.ownerships = new WeakMap();
  }

  /** Calls a callback of `caller`, in the present context. */
  run(caller: Span | undefined, callback: Callable, self: unknown, args: readonly unknown[]): unknown {
    const { inCallback, caller: before, context } = this;
    this.inCallback = true;
    this.caller = caller;
    this.context = spanStorage.getStore();
    try {
      return Reflect.apply(callback, self, args);
    } finally {
      this.inCallback = inCallback;
      this.caller = before;
      this.context = context;
    }
  }

  /** A connection that outlives its execution may be shared by others. */
  private ownerOf(client: object | undefined, running: Span | undefined): Span | undefined {
    const owner = client === undefined ? undefined : this.ownerships.get(client)?.owner;
    return owner === undefined || owner.execution.finished ? running : owner;
  }
}
