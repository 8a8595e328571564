import { clock } from '../../../platform/clock.js';
import type { Checkout } from '../../../tracing/checkout.js';
import type { Operation } from '../../../tracing/operation.js';
import type { Ownership } from './callers.js';
import { ClientQueue } from './client-queue.js';
import { peerOf, sessionOf, wireOf } from './pg-address.js';
import type { PgClient } from './pg-shapes.js';

/**
 * One client of pg, as one application uses it. A client has one connection in its life.
 *
 * @internal
 */
export class PgConnection {
  readonly peer: string;
  private readonly queue = new ClientQueue();
  private checkout: Checkout | undefined = undefined;
  /** Built once. */
  private wire: string | undefined = undefined;

  constructor(
    private readonly client: PgClient,
    readonly ownership: Ownership,
  ) {
    this.peer = peerOf(client);
  }

  /** A pool has lent it. */
  lent(checkout: Checkout): void {
    checkout.session = sessionOf(this.client);
    this.checkout = checkout;
  }

  begun(operation: Operation): void {
    operation.wire = this.openWire();
    operation.session = sessionOf(this.client);
    this.queue.begun(operation);
  }

  ended(operation: Operation, failed: boolean): void {
    const now = clock();
    operation.wire ??= this.openWire();
    operation.finish(now, failed);
    this.queue.ended(operation, now);
  }

  /** It went back to its pool. */
  released(): void {
    const { checkout } = this;
    const now = clock();
    this.ownership.owner = undefined;
    this.queue.abandon(now);
    if (checkout === undefined) return;
    this.checkout = undefined;
    checkout.released(now);
  }

  private openWire(): string | undefined {
    return (this.wire ??= wireOf(this.client));
  }
}
