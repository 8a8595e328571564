import { Subscriber } from 'rxjs';

/** Work that ends once. @internal */
export interface Ending {
  /** It gave one of its answers. */
  answered(): void;
  /** It will give no more of them. */
  completed(): void;
  end(failed: boolean): void;
}

/**
 * Ends a message when the Observable of its answers ends or is unsubscribed from.
 *
 * @internal
 */
export class MessageEnd extends Subscriber<unknown> {
  constructor(
    destination: Subscriber<unknown>,
    private readonly message: Ending,
  ) {
    super(destination);
  }

  override unsubscribe(): void {
    if (this.closed) return;
    super.unsubscribe();
    this.message.end(false);
  }

  protected override _next(value: unknown): void {
    this.message.answered();
    super._next(value);
  }

  protected override _complete(): void {
    this.message.completed();
    super._complete();
  }

  protected override _error(error: unknown): void {
    this.message.end(true);
    super._error(error);
  }
}
