import { clearInterval, clearTimeout, setInterval, setTimeout } from '../../platform/host-timers.js';
import type { RedisCommands, RedisConnection } from './redis-commands.interface.js';

/** @internal */
export const CONNECT_TIMEOUT_MS = 2_000;

/** How often it is looked at whether a connection that keeps the process alive is still of use. */
const LOOK_EVERY_MS = 1_000;

interface Link<Client> {
  readonly client: Client;
  readonly ready: Promise<unknown>;
  /** Runs while the connection is being made. The clients' own limits end with TCP and TLS, before the sign-in. */
  making: NodeJS.Timeout | undefined;
  watch: NodeJS.Timeout | undefined;
  calls: number;
}

/**
 * A connection of our own, to where the application's client is connected to. The application's may be shut, or have a
 * queue of commands that wait for a server which is gone, and then our commands would keep the application from
 * closing; this one has no such queue, does not reconnect by itself, and can be ended at any time.
 *
 * It keeps no process alive. The sockets of clusters and sentinels cannot be unreferenced: such a connection ends a
 * second or two after the application's own, unless it is in use.
 *
 * @internal
 */
export abstract class OwnRedisConnection<Client> implements RedisConnection {
  abstract readonly keyPrefix: string;
  private link: Link<Client> | undefined;

  async run<T>(work: (commands: RedisCommands) => Promise<T>): Promise<T> {
    const link = this.usable();
    link.calls += 1;
    try {
      await link.ready;
      return await work(this.commandsOf(link.client));
    } finally {
      link.calls -= 1;
    }
  }

  discard(): void {
    if (this.link?.making === undefined) this.close();
  }

  close(): void {
    const { link } = this;
    this.link = undefined;
    if (link === undefined) return;
    clearTimeout(link.making);
    clearInterval(link.watch);
    // Its callers hear of a failure by themselves: here it must only not become an unhandled rejection.
    link.ready.catch(() => undefined);
    try {
      this.end(link.client);
    } catch {
      // It was closed already.
    }
  }

  protected abstract open(): Client;
  protected abstract connect(client: Client): Promise<unknown>;
  protected abstract isLost(client: Client): boolean;
  protected abstract commandsOf(client: Client): RedisCommands;
  protected abstract end(client: Client): void;
  /** Whether the application's own client is connected, or tries to be. */
  protected abstract isApplicationOpen(): boolean;
  /** Lets the process end while this client is connected. @returns false for clients without such a method */
  protected abstract unref(client: Client): boolean;

  private usable(): Link<Client> {
    if (this.link !== undefined && this.isLost(this.link.client)) this.close();
    return (this.link ??= this.make());
  }

  private make(): Link<Client> {
    const client = this.open();
    const making = setTimeout(() => {
      if (this.link === link) this.close();
    }, CONNECT_TIMEOUT_MS).unref();
    const link: Link<Client> = { client, ready: this.connect(client), making, watch: undefined, calls: 0 };
    const settle = (isMade: boolean): void => {
      clearTimeout(making);
      link.making = undefined;
      if (this.link !== link) return;
      if (!isMade) this.close();
      else if (!this.unref(client)) this.endWithApplication(link);
    };
    link.ready.then(
      () => settle(true),
      () => settle(false),
    );
    return link;
  }

  private endWithApplication(link: Link<Client>): void {
    let callsBefore = link.calls;
    link.watch = setInterval(() => {
      const isIdle = link.calls === 0 && callsBefore === 0;
      callsBefore = link.calls;
      if (isIdle && !this.isApplicationOpen() && this.link === link) this.close();
    }, LOOK_EVERY_MS).unref();
  }
}

/** Calls tell of every failure; a client without a listener would end the process. @internal */
export function ignoreErrors(): void {
  // Nothing to do.
}
