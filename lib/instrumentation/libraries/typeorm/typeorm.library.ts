import { overrideMethod } from '../../../platform/override-method.js';
import type { Library, LibraryContext } from '../library.interface.js';
import { SafeHooks } from '../safe-hooks.js';
import { databaseOf, isDataSource, type DataSource, type Subscriber } from './data-source.js';
import { QueryEvents } from './query-events.js';

/**
 * Queries of TypeORM, by a subscriber of each `DataSource` among the application's instances. The time in which a query
 * waits for a connection comes from the driver below.
 *
 * @internal
 */
export class TypeormLibrary implements Library {
  readonly name = 'typeorm';
  private readonly hooks: SafeHooks;
  private readonly undo: (() => void)[] = [];

  constructor(private readonly context: LibraryContext) {
    this.hooks = new SafeHooks(error => context.logger.failure('A query of TypeORM could not be recorded', error));
  }

  attach(): void {
    for (const instance of this.context.instances()) if (isDataSource(instance)) this.follow(instance);
  }

  isFound(): boolean {
    return this.undo.length > 0;
  }

  detach(): void {
    this.hooks.end();
    for (const undo of this.undo.splice(0)) undo();
  }

  private follow(source: DataSource): void {
    const events = new QueryEvents(this.context.tracer, databaseOf(source));
    const subscriber: Subscriber = {
      beforeQuery: this.hooks.of(event => events.begin(event)),
      afterQuery: this.hooks.of(event => events.end(event)),
    };
    const isMissing = (): boolean => !source.subscribers.includes(subscriber);
    source.subscribers.push(subscriber);
    if (!source.isInitialized) {
      // Its `initialize()`, yet to come, makes a new list of subscribers.
      const add = this.hooks.of(() => void (isMissing() && source.subscribers.push(subscriber)));
      this.undo.push(overrideMethod(source, 'createQueryRunner', before => adding(add, before)));
    }
    this.undo.push(() => {
      const index = source.subscribers.indexOf(subscriber);
      if (index >= 0) source.subscribers.splice(index, 1);
    });
  }
}

function adding(add: () => void, before: DataSource['createQueryRunner']): DataSource['createQueryRunner'] {
  return function createQueryRunner(this: DataSource, ...args) {
    add();
    return Reflect.apply(before, this, args) as object;
  };
}
