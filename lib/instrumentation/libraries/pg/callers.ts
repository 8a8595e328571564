import type { Callable } from '../../../tracing/callable.js';
import { spanStorage } from '../../../tracing/execution-context.js';
import type { Span } from '../../../tracing/execution.js';

/**
 * The spans that call pg. The async context is often another request's: the one that opened a connection, or gave it
 * back. There pg runs callbacks and the next statement of its pool.
 *
 * No callback gets another context. While one runs, the caller of its statement is remembered instead.
 *
 * @internal
 */
export class Callers {
  /** The owners of connections, from their checkout until their release. */
  private readonly owners = new WeakMap<object, Span>();
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

  own(client: object, owner: Span): void {
    this.owners.set(client, owner);
  }

  disown(client: object): void {
    this.owners.delete(client);
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
    const owner = client === undefined ? undefined : this.owners.get(client);
    return owner === undefined || owner.execution.finished ? running : owner;
  }
}
