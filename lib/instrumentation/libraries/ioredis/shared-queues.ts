import { executionAsyncResource } from 'node:async_hooks';
import { serverOf, type RedisServerFacts } from '../redis/redis-commands.js';

/** Connections that are being opened at the same time, and servers with automatic pipelines. */
const MAX_KEPT = 100;
/** ioredis sends an automatic pipeline in this function. */
const SENDS_PIPELINE = 'executeAutoPipeline';

/**
 * The queues in which ioredis mixes the commands of several requests. It sends them in the context of one of them, so
 * that nothing identifies a command's sender.
 *
 * @internal
 */
export class SharedQueues {
  private readonly connecting = new Set<RedisServerFacts>();
  private readonly pipelining = new Set<string>();

  /** A client queues its commands until its connection is ready, and sends them then. */
  connects(connection: RedisServerFacts): void {
    if (this.connecting.size < MAX_KEPT) this.connecting.add(connection);
  }

  /** The connection is ready and its queue is empty, or it failed. */
  connected(connection: RedisServerFacts): void {
    this.connecting.delete(connection);
  }

  /**
   * True when the command that is sent now may come from such a queue. A full list makes every command doubtful.
   *
   * An `Immediate` sends an automatic pipeline, and the end of one sends the next. From the first one on, no command to its
   * server has a certain sender.
   */
  mayHold(command: RedisServerFacts): boolean {
    const resource = executionAsyncResource() as { _onImmediate?: { name?: unknown } | null };
    const isImmediate = resource.constructor.name === 'Immediate';
    if (isImmediate && resource._onImmediate?.name === SENDS_PIPELINE && this.pipelining.size < MAX_KEPT)
      this.pipelining.add(serverOf(command));
    return isImmediate || this.isPipelining(command) || this.isConnecting(command);
  }

  private isPipelining(command: RedisServerFacts): boolean {
    const { pipelining } = this;
    return pipelining.size > 0 && (pipelining.size >= MAX_KEPT || pipelining.has(serverOf(command)));
  }

  private isConnecting({ serverAddress, serverPort }: RedisServerFacts): boolean {
    if (this.connecting.size === 0) return false;
    if (this.connecting.size >= MAX_KEPT) return true;
    for (const each of this.connecting)
      if (each.serverAddress === serverAddress && each.serverPort === serverPort) return true;
    return false;
  }
}
