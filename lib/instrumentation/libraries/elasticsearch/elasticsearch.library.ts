import { NamedSpan } from '../../../tracing/named-span.js';
import { operatingSpan } from '../../../tracing/running-operation.js';
import { NamedStatements } from '../http/named-statements.js';
import type { Library, LibraryContext } from '../library.interface.js';
import { InstanceMethods } from '../wrapping/instance-methods.js';
import { isClient, requestName } from './client-shapes.js';

/**
 * Names the requests of `@elastic/elasticsearch` by the client's method, for each client among the application's instances.
 * `undici` records them. The client's own events come outside the context of the request below, so the one method of its
 * transport is replaced.
 *
 * @internal
 */
export class ElasticsearchLibrary implements Library {
  readonly name = 'elasticsearch';
  private readonly statements = new NamedStatements();
  private readonly methods: InstanceMethods;
  private hasClients = false;

  constructor(private readonly context: LibraryContext) {
    const { logger } = context;
    this.methods = new InstanceMethods(error => logger.failure('Requests to Elasticsearch are no longer named', error));
  }

  attach(): void {
    for (const instance of this.context.instances()) if (isClient(instance)) this.follow(instance.transport);
  }

  isFound(): boolean {
    return this.hasClients;
  }

  detach(): void {
    this.methods.restore();
  }

  private follow(transport: object): void {
    this.hasClients = true;
    const { methods, statements, context } = this;
    methods.replace(transport, 'request', (before, self, args) => {
      const named = methods.safely(() => {
        const span = operatingSpan(context.tracer);
        const name = span && requestName(args[0]);
        return span && name && new NamedSpan(span, statements.of('elasticsearch', name));
      });
      return named ? named.run(before, self, args) : Reflect.apply(before, self, args);
    });
  }
}
