import { nodeRedisCommands } from './node-redis-commands.js';
import type { NodeRedisClient } from './redis-clients.js';
import type { RedisCommands, RedisConnection } from './redis-commands.interface.js';
import { NoAnswerError } from './store-faults.js';

/**
 * The application's own connection, where its client can not be duplicated. It is opened when nobody has done so yet,
 * and left alone otherwise: one that the application has closed stays closed.
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
    // It is the application's.
  }

  close(): void {
    // It is the application's.
  }
}
