import type { Operation } from '../../../tracing/operation.js';
import type { PgConnection } from './pg-connection.js';
import type { Tracked } from './tracked.interface.js';

/** A statement that a connection will answer. @internal */
export class RunningStatement implements Tracked {
  constructor(
    private readonly operation: Operation,
    private readonly connection: PgConnection,
    private readonly application: { fail(error: unknown): void },
  ) {}

  settled(failed: boolean): void {
    try {
      this.connection.ended(this.operation, failed);
    } catch (error) {
      this.application.fail(error);
    }
  }
}
