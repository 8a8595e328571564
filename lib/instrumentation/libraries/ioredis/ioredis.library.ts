import type { Tracer } from '../../../tracing/tracer.interface.js';
import { spanStorage } from '../../../tracing/execution-context.js';
import type { HookUser } from '../wrapping/process-hooks.js';
import { Channels } from '../channel.js';
import type { Library, LibraryContext } from '../library.interface.js';
import { RedisCommands, type RedisMessage, type RedisServerFacts } from '../redis/redis-commands.js';
import { type CommandSenders, commandSenders } from './command-senders.js';
import { SharedQueues } from './shared-queues.js';

interface CommandMessage extends RedisMessage {
  readonly command: string;
  /** The arguments after the command. ioredis replaces some of them by `?`. */
  readonly args: readonly unknown[];
}

/**
 * Commands of ioredis 5.11 and later, which publishes them on diagnostics channels. Those of a pipeline or transaction
 * are one operation each. Their senders are those of the wrapped classes. A copy that is not found, for example within a
 * bundle, has only its messages.
 *
 * @internal
 */
export class IoredisLibrary implements Library, HookUser {
  readonly name = 'ioredis';
  readonly package = 'ioredis';
  private readonly channels: Channels;
  private readonly commands: RedisCommands;
  private readonly queues = new SharedQueues();
  private readonly senders: CommandSenders = commandSenders();
  readonly tracer: Tracer;

  constructor(private readonly context: LibraryContext) {
    const { tracer, logger } = context;
    this.tracer = tracer;
    this.channels = new Channels(error => logger.failure('A command of ioredis could not be recorded', error));
    this.commands = new RedisCommands(tracer);
  }

  attach(): void {
    const { channels, queues, senders, context } = this;
    senders.join(this);
    for (const copy of context.packages.copiesOf('ioredis')) senders.cover(copy);
    channels.on<CommandMessage>('tracing:ioredis:command:start', message => this.begin(message));
    channels.on<CommandMessage>('tracing:ioredis:command:asyncEnd', message => this.commands.finish(message));
    channels.on<RedisServerFacts>('tracing:ioredis:connect:start', message => queues.connects(message));
    channels.on<RedisServerFacts>('tracing:ioredis:connect:asyncEnd', message => queues.connected(message));
  }

  isFound(): boolean {
    return this.channels.hasPublished;
  }

  detach(): void {
    this.channels.close();
    this.senders.leave(this);
  }

  /** The library's own failure would repeat with each command. */
  fail(error: unknown): void {
    this.detach();
    this.context.logger.failure('Commands of ioredis are no longer recorded', error);
  }

  private begin(message: CommandMessage): void {
    const { current } = this.senders;
    if (current === undefined && this.queues.mayHold(message)) return;
    const sender = current === undefined ? spanStorage.getStore() : current.span;
    this.commands.begin(message, message.command, message.args[0], sender);
  }
}
