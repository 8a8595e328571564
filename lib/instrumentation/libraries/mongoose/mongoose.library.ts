import { clock } from '../../../platform/clock.js';
import { PrivateSlot } from '../../../platform/private-slot.js';
import type { Operation } from '../../../tracing/operation.js';
import { beginOperation, operatingSpan } from '../../../tracing/running-operation.js';
import type { Tracer } from '../../../tracing/tracer.interface.js';
import { Channels } from '../channel.js';
import type { Library, LibraryContext } from '../library.interface.js';
import { MongooseStatements, type MongooseCall } from './mongoose-statements.js';

/** A cursor is left out: its channel publishes each document, and most of them have arrived with others. */
const CALLS = ['query', 'aggregate', 'model:save', 'model:insertMany', 'model:bulkWrite'];

/**
 * Calls of mongoose 9.7 and later. A call includes the hooks of its schema and the calls that populate its result, which
 * are recorded, too.
 *
 * @internal
 */
export class MongooseLibrary implements Library {
  readonly name = 'mongoose';
  readonly package = 'mongoose';
  private readonly tracer: Tracer;
  private readonly channels: Channels;
  private readonly statements = new MongooseStatements();
  private readonly byMessage = new PrivateSlot<MongooseCall, Operation>();

  constructor({ tracer, logger }: LibraryContext) {
    this.tracer = tracer;
    this.channels = new Channels(error => logger.failure('A call of mongoose could not be recorded', error));
  }

  attach(): void {
    for (const call of CALLS) {
      const name = `tracing:mongoose:${call}`;
      this.channels.on<MongooseCall>(`${name}:start`, message => this.begin(message));
      this.channels.on<MongooseCall>(`${name}:error`, message => this.byMessage.get(message)?.finish(clock(), true));
      // Follows an error, too, unless the call itself has thrown it.
      this.channels.on<MongooseCall>(`${name}:asyncStart`, message =>
        this.byMessage.get(message)?.finish(clock(), false),
      );
    }
  }

  isFound(): boolean {
    return this.channels.hasPublished;
  }

  detach(): void {
    this.channels.close();
  }

  private begin(message: MongooseCall): void {
    const span = operatingSpan(this.tracer);
    if (span === undefined) return;
    const operation = beginOperation(span, this.statements.of(message), clock());
    if (operation !== undefined) this.byMessage.set(message, operation);
  }
}
