import { clock } from '../../../platform/clock.js';
import type { Operation } from '../../../tracing/operation.js';
import { beginOuterOperation, operatingSpan } from '../../../tracing/running-operation.js';
import type { Library, LibraryContext } from '../library.interface.js';
import { SafeHooks } from '../safe-hooks.js';
import { sqlServer } from '../sql/sql-server.js';
import { SqlStatements } from '../sql/sql-statements.js';
import type { PrismaObserver } from './prisma-helper.js';
import { PrismaSlot } from './prisma-slot.js';

/**
 * Queries of Prisma 7, by the helper that it calls for each of its steps. It has no name of the server: that, and the time
 * in which a query waits for a connection, come from the driver below.
 *
 * @internal
 */
export class PrismaLibrary implements Library {
  readonly name = 'prisma';
  readonly package = '@prisma/client';
  private readonly hooks: SafeHooks;
  /** By kind of server. Prisma has five kinds. */
  private readonly statements = new Map<string, SqlStatements>();
  private readonly observer: PrismaObserver;

  constructor(
    private readonly context: LibraryContext,
    private readonly slot = PrismaSlot.ofProcess,
  ) {
    const { tracer, logger } = context;
    this.hooks = new SafeHooks(error => logger.failure('A query of Prisma could not be recorded', error));
    this.observer = {
      isWatching: () => operatingSpan(tracer) !== undefined,
      begin: (sql, system) => {
        const begun = this.begin(sql, system);
        return begun && (failed => begun.finish(clock(), failed));
      },
    };
  }

  attach(): void {
    this.slot.add(this.observer);
  }

  isFound(): boolean {
    return this.statements.size > 0;
  }

  detach(): void {
    this.hooks.end();
    this.slot.delete(this.observer);
  }

  private begin(sql: string, system: unknown): Operation | undefined {
    let operation: Operation | undefined;
    this.hooks.of(() => {
      const span = operatingSpan(this.context.tracer);
      if (span !== undefined) operation = beginOuterOperation(span, this.statementsOf(system).of(sql, ''), clock());
    })();
    return operation;
  }

  private statementsOf(system: unknown): SqlStatements {
    const server = sqlServer(system);
    const known = this.statements.get(server.system);
    if (known !== undefined) return known;
    const statements = new SqlStatements(server.system, server.dialect);
    this.statements.set(server.system, statements);
    return statements;
  }
}
