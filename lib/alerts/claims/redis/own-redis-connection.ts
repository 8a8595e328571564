import { clearInterval, clearTimeout, setInterval, setTimeout } from '../../../platform/host-timers.js';
import type { RedisCommands, RedisConnection } from './redis-commands.interface.js';
import { NoAnswerError } from '../store-faults.js';

/** @internal */
export const CONNECT_TIMEOUT_MS = 2_000;

/** The interval of the check that an idle connection, which keeps the process alive, is still needed. */
const CHECK_EVERY_MS = 1_000;

interface Link<Client> {
  readonly client: Client;
  readonly ready: Promise<unknown>;
  /** Rejects the calls that wait for the connection. */
  readonly fail: (error: Error) => void;
  /** Set while the connection is being established. The clients' own limits exclude the authentication. */
  connecting: NodeJS.Timeout | undefined;
  idleCheck: NodeJS.Timeout | undefined;
  calls: number;
}

/**
 * A separate connection to the server of the application's client. The application's own connection may be closed, or may
 * queue commands for an unreachable server, and queued claims would delay the application's shutdown. This connection has
 * no queue, does not reconnect by itself, and can be closed at any time.
 *
 * It does not keep the process alive. The sockets of clusters and sentinels cannot be unreferenced. Such a connection
 * closes a second or two after the application's own, unless it is in use.
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
    if (this.link?.connecting === undefined) this.close();
  }

  close(): void {
    const { link } = this;
    this.link = undefined;
    if (link === undefined) return;
    clearTimeout(link.connecting);
    clearInterval(link.idleCheck);
    link.fail(new NoAnswerError('the connection was closed'));
    void this.endQuietly(link.client);
  }

  protected abstract open(): Client;
  protected abstract connect(client: Client): Promise<unknown>;
  protected abstract isLost(client: Client): boolean;
  protected abstract commandsOf(client: Client): RedisCommands;
  /** May throw or reject when the client was closed before. */
  protected abstract end(client: Client): unknown;
  /** True while the application's own client is connected or connecting. */
  protected abstract isApplicationOpen(): boolean;
  /** Allows the process to exit while this client is connected. @returns false when the client cannot */
  protected abstract unref(client: Client): boolean;

  private usable(): Link<Client> {
    if (this.link !== undefined && this.isLost(this.link.client)) this.close();
    return (this.link ??= this.create());
  }

  private create(): Link<Client> {
    const client = this.open();
    let fail: (error: Error) => void = ignoreErrors;
    const ready = new Promise<void>((resolve, reject) => {
      fail = reject;
      this.connect(client).then(() => {
        this.connected(link);
        resolve();
      }, reject);
    });
    const connecting = setTimeout(
      () => fail(new NoAnswerError(`no connection within ${CONNECT_TIMEOUT_MS} ms`)),
      CONNECT_TIMEOUT_MS,
    ).unref();
    const link: Link<Client> = { client, ready, fail, connecting, idleCheck: undefined, calls: 0 };
    ready.catch(() => {
      if (this.link === link) this.close();
    });
    return link;
  }

  private connected(link: Link<Client>): void {
    clearTimeout(link.connecting);
    link.connecting = undefined;
    // The client of a cluster that is closed while it connects opens its connections nevertheless.
    if (this.link !== link) void this.endQuietly(link.client);
    else if (!this.unref(link.client)) this.endWithApplication(link);
  }

  private async endQuietly(client: Client): Promise<void> {
    try {
      await this.end(client);
    } catch {
      // The client was closed before.
    }
  }

  private endWithApplication(link: Link<Client>): void {
    let callsBefore = link.calls;
    link.idleCheck = setInterval(() => {
      const isIdle = link.calls === 0 && callsBefore === 0;
      callsBefore = link.calls;
      if (isIdle && !this.isApplicationOpen() && this.link === link) this.close();
    }, CHECK_EVERY_MS).unref();
  }
}

/** Each call reports its own failure. A client without an error listener would crash the process. @internal */
export function ignoreErrors(): void {
  // Nothing to do: see above.
}
