import type { Callable } from '../../../tracing/callable.js';
import { NamedSpan } from '../../../tracing/named-span.js';
import { operatingSpan } from '../../../tracing/running-operation.js';
import { NamedStatements } from '../http/named-statements.js';
import type { Library, LibraryContext } from '../library.interface.js';
import { commandName, serviceOf } from './command-names.js';
import { isClient, type Client, type Middleware } from './client-shapes.js';

/** The innermost place. Requests for the credentials of the signature come before it, and have no name. */
const PLACE = { step: 'deserialize', priority: 'low' } as const;

/**
 * Names the requests of the AWS SDK 3 by their commands, for each client among the application's instances. `node-http`
 * records them.
 *
 * @internal
 */
export class AwsSdkLibrary implements Library {
  readonly name = 'aws-sdk';
  private readonly statements = new NamedStatements();
  private readonly undo: (() => void)[] = [];
  private hasFailed = false;

  constructor(private readonly context: LibraryContext) {}

  attach(): void {
    for (const instance of this.context.instances()) if (isClient(instance)) this.follow(instance);
  }

  isFound(): boolean {
    return this.undo.length > 0;
  }

  detach(): void {
    for (const undo of this.undo.splice(0)) undo();
  }

  private follow({ middlewareStack }: Client): void {
    const middleware: Middleware = (next, command) => given => {
      const span = this.spanOf(command, given);
      return span === undefined ? next(given) : span.run(next as Callable, undefined, [given]);
    };
    middlewareStack.add(middleware, PLACE);
    this.undo.push(() => middlewareStack.remove(middleware));
  }

  /** A failure must not reach the request that it would fail. */
  private spanOf(command: unknown, given: unknown): NamedSpan | undefined {
    if (this.hasFailed) return undefined;
    try {
      const span = operatingSpan(this.context.tracer);
      if (span === undefined) return undefined;
      const service = serviceOf(command);
      return new NamedSpan(span, this.statements.of(service.toLowerCase(), commandName(service, command, given)));
    } catch (error) {
      this.hasFailed = true;
      this.context.logger.failure('Requests of the AWS SDK are no longer named', error);
      return undefined;
    }
  }
}
