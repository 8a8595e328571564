import { nodeRedisCommands } from './node-redis-commands.js';
import type { NodeRedisClient } from './redis-clients.js';
import type { RedisCommands, RedisConnection } from './redis-commands.interface.js';
import { NoAnswerError } from '../store-faults.js';

/**
 * The application's own connection, for a client that cannot be duplicated. It is opened if it never was, and not changed
 * otherwise: a connection that the application has closed stays closed.
 *
 * @internal
 */
export class SharedRedisConnection implements RedisConnection {
  readonly keyPrefix = '';
  private wasOpen = false;
  private opening: Promise<unknown> | undefined;

  constructor(private readonly application: NodeRedisClient) {}

  async run<T>(work: (commands: RedisCommands) => Promise<T>): Promise<T> {
    if (!this.application.isOpen && this.wasOpen) throw new NoAnswerError('the application has closed its client');
    this.opening ??= this.application.isOpen ? Promise.resolve() : this.application.connect();
    try {
      await this.opening;
    } catch (error) {
      this.opening = undefined;
      throw error;
    }
    this.wasOpen = true;
    return work(nodeRedisCommands(this.application));
  }

  discard(): void {
    // The connection belongs to the application.
  }

  close(): void {
    // The connection belongs to the application.
  }
}
