import type { Holding } from '../../../tracing/pool-holders.js';
import type { Library, LibraryContext } from '../library.interface.js';
import { PgApplication } from './pg-application.js';
import { pgHooks, type PgHooks } from './pg-hooks.js';
import { prototypesOfPackage } from './pg-shapes.js';

/**
 * Statements of pg, and the waits for connections of its pools.
 *
 * @internal
 */
export class PgLibrary implements Library {
  readonly name = 'pg';
  private readonly hooks: PgHooks = pgHooks();
  private readonly application: PgApplication;
  private isAttached = false;
  private hasCovered = false;

  constructor(private readonly context: LibraryContext) {
    const { hooks } = this;
    this.application = new PgApplication(
      context,
      hooks.callers,
      client => hooks.coverClient(client),
      error => this.fail(error),
    );
  }

  attach(): void {
    const { hooks, context } = this;
    this.isAttached = true;
    hooks.join(this.application);
    for (const copy of context.packages.copiesOf('pg'))
      for (const prototype of prototypesOfPackage(copy)) this.cover(prototype);
    for (const instance of context.instances()) this.cover(instance);
  }

  isFound(): boolean {
    return this.hasCovered;
  }

  holdingOf(session: number, peer: string): Holding | undefined {
    return this.application.holdingOf(session, peer);
  }

  detach(): void {
    this.isAttached = false;
    this.hooks.leave(this.application);
    this.application.close();
  }

  private cover(instance: object): void {
    if (this.hooks.cover(instance)) this.hasCovered = true;
  }

  /** The library's own failure would repeat with each statement. */
  private fail(error: unknown): void {
    if (!this.isAttached) return;
    this.detach();
    this.context.logger.failure('Statements of pg are no longer recorded', error);
  }
}
