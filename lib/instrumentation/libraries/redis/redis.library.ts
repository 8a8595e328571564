import { clock } from '../../../platform/clock.js';
import { spanStorage } from '../../../tracing/execution-context.js';
import { operatingSpan } from '../../../tracing/running-operation.js';
import { Channels } from '../channel.js';
import type { Library, LibraryContext } from '../library.interface.js';
import { followPoolTasks, POOL_GRANT } from './pool-tasks.js';
import { PooledClients } from './pooled-clients.js';
import { RedisCommands, type RedisMessage } from './redis-commands.js';
import { RedisPools } from './redis-pools.js';

interface ClientMessage extends RedisMessage {
  readonly clientId?: string;
}

interface CommandMessage extends ClientMessage {
  readonly command: string;
  /** The command first. `?` stands for some of its arguments. */
  readonly args: readonly unknown[];
}

interface GrantMessage extends ClientMessage {
  readonly waitStartTimestamp?: unknown;
}

interface CloseMessage extends ClientMessage {
  /** After `error` the client connects again, and keeps its task. */
  readonly reason?: 'application_close' | 'error';
}

interface BatchMessage extends ClientMessage {
  readonly batchMode?: 'MULTI' | 'PIPELINE';
}

/**
 * Commands of node-redis 5.12 and later, which publishes them on diagnostics channels. A transaction is one operation:
 * its commands are not published. The time in the queue of a pool is recorded apart.
 *
 * @internal
 */
export class RedisLibrary implements Library {
  readonly name = 'redis';
  readonly package = '@redis/client';
  private readonly channels: Channels;
  private readonly commands: RedisCommands;
  private readonly foreign = new PooledClients();
  private readonly pools = new RedisPools();

  constructor(private readonly context: LibraryContext) {
    const { logger, tracer } = context;
    this.channels = new Channels(error => logger.failure('A command of node-redis could not be recorded', error));
    this.commands = new RedisCommands(tracer);
  }

  attach(): void {
    const { channels } = this;
    followPoolTasks(channels, this.context.tracer);
    channels.on<GrantMessage>(POOL_GRANT, message => this.granted(message));
    channels.on<CloseMessage>('node-redis:connection:closed', message => {
      if (message.reason === 'application_close') this.closed(message);
    });
    channels.on<CommandMessage>('tracing:node-redis:command:start', message =>
      this.begin(message, message.command, message.args[1]),
    );
    channels.on<CommandMessage>('tracing:node-redis:command:asyncEnd', message => this.finish(message));
    channels.on<BatchMessage>('tracing:node-redis:batch:start', message => {
      if (message.batchMode === 'MULTI') this.begin(message, 'MULTI', undefined);
    });
    channels.on<BatchMessage>('tracing:node-redis:batch:asyncEnd', message => {
      if (message.batchMode === 'MULTI') this.finish(message);
    });
  }

  isFound(): boolean {
    return this.channels.hasPublished;
  }

  detach(): void {
    this.channels.close();
  }

  /** Runs in the context of the task, as `followPoolTasks()` has entered it. */
  private granted({ clientId, waitStartTimestamp }: GrantMessage): void {
    if (clientId === undefined || typeof waitStartTimestamp !== 'number') return;
    const { tracer } = this.context;
    // Without a log, nothing shows the execution that queued the task: it runs in the context of another one.
    if (tracer.log === undefined) return this.foreign.add(clientId);
    this.foreign.delete(clientId);
    this.pools.granted(clientId, operatingSpan(tracer), waitStartTimestamp, clock());
  }

  private closed({ clientId }: ClientMessage): void {
    if (clientId !== undefined) this.foreign.delete(clientId);
    this.pools.closed(clientId, clock());
  }

  private begin(message: ClientMessage, command: string, key: unknown): void {
    if (this.foreign.has(message.clientId)) return;
    this.pools.began(message.clientId);
    this.commands.begin(message, command, key, spanStorage.getStore());
  }

  private finish(message: ClientMessage): void {
    this.pools.ended(message.clientId, clock());
    this.commands.finish(message);
  }
}
