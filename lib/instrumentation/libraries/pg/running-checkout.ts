import { clock } from '../../../platform/clock.js';
import type { Checkout } from '../../../tracing/checkout.js';
import type { Span } from '../../../tracing/execution.js';
import type { Tracked } from './tracked.interface.js';

/** A request for a connection, to which a pool will answer. @internal */
export class RunningCheckout implements Tracked {
  constructor(
    private readonly checkout: Checkout,
    /** `undefined` outside all executions. */
    private readonly span: Span | undefined,
    private readonly application: {
      lent(client: object, checkout: Checkout, span: Span | undefined): void;
      fail(error: unknown): void;
    },
  ) {}

  settled(failed: boolean, client: unknown): void {
    const { checkout, application } = this;
    try {
      if (failed || typeof client !== 'object' || client === null) return checkout.failed(clock());
      if (checkout.isQueued) checkout.granted(clock());
      application.lent(client, checkout, this.span);
    } catch (error) {
      application.fail(error);
    }
  }
}
