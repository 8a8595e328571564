import { Channels } from '../channel.js';
import type { Library, LibraryContext } from '../library.interface.js';
import { RedisCommands, type RedisMessage, type RedisServerFacts } from '../redis/redis-commands.js';
import { SharedQueues } from './shared-queues.js';

interface CommandMessage extends RedisMessage {
  readonly command: string;
  /** The arguments after the command. ioredis replaces some of them by `?`. */
  readonly args: readonly unknown[];
}

/**
 * Commands of ioredis 5.11 and later, which publishes them on diagnostics channels. Those of a pipeline or transaction
 * are one operation each.
 *
 * @internal
 */
export class IoredisLibrary implements Library {
  readonly name = 'ioredis';
  readonly package = 'ioredis';
  private readonly channels: Channels;
  private readonly commands: RedisCommands;
  private readonly queues = new SharedQueues();

  constructor({ tracer, logger }: LibraryContext) {
    this.channels = new Channels(error => logger.failure('A command of ioredis could not be recorded', error));
    this.commands = new RedisCommands(tracer);
  }

  attach(): void {
    const { channels, commands, queues } = this;
    channels.on<CommandMessage>('tracing:ioredis:command:start', message => {
      if (!queues.mayHold(message)) commands.begin(message, message.command, message.args[0]);
    });
    channels.on<CommandMessage>('tracing:ioredis:command:asyncEnd', message => commands.finish(message));
    channels.on<RedisServerFacts>('tracing:ioredis:connect:start', message => queues.connects(message));
    channels.on<RedisServerFacts>('tracing:ioredis:connect:asyncEnd', message => queues.connected(message));
  }

  isFound(): boolean {
    return this.channels.hasPublished;
  }

  detach(): void {
    this.channels.close();
  }
}
