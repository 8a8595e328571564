import type { Library, LibraryContext } from '../library.interface.js';
import { InstanceMethods, type MethodCall } from '../wrapping/instance-methods.js';
import { ClientMessages } from './client-messages.js';
import { isMessageClient, transportOf } from './client-shapes.js';

/**
 * Messages that the clients of `@nestjs/microservices` among the application's instances send, over any transport but gRPC.
 * The package publishes nothing, so the methods of each client are replaced.
 *
 * @internal
 */
export class MicroservicesLibrary implements Library {
  readonly name = 'microservices';
  private readonly methods: InstanceMethods;
  private hasClients = false;

  constructor(private readonly context: LibraryContext) {
    const { logger } = context;
    this.methods = new InstanceMethods(error =>
      logger.failure('Messages to microservices are no longer recorded', error),
    );
  }

  attach(): void {
    for (const instance of this.context.instances()) if (isMessageClient(instance)) this.follow(instance);
  }

  isFound(): boolean {
    return this.hasClients;
  }

  detach(): void {
    this.methods.restore();
  }

  private follow(client: object): void {
    this.hasClients = true;
    const { methods, context } = this;
    const transport = transportOf(client);
    const messages = new ClientMessages(context.tracer, transport, methods);
    const emit: MethodCall = (...call) => messages.emit(...call);
    methods.replace(client, 'send', (...call) => messages.send(...call));
    methods.replace(client, 'emit', emit);
    // Kafka's.
    methods.replace(client, 'emitBatch', emit);
    if (transport.system !== 'redis') return;
    // Nest calls them within `send()` and `emit()`, once there is a connection.
    const publish: MethodCall = (...call) => messages.publish(...call);
    methods.replace(client, 'publish', publish);
    methods.replace(client, 'dispatchEvent', publish);
  }
}
