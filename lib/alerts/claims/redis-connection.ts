import { setTimeout, clearTimeout } from '../../execution/host-timers.js';
import type { IoRedisClient, NodeRedisClient } from './redis-clients.js';

const CONNECT_TIMEOUT_MS = 2_000;

/** Runs a script on the server. @internal */
export interface ScriptConnection {
  run(script: string, key: string, args: string[]): Promise<unknown>;
  /**
   * Ends the connection at once; whoever waits is told so. The next call opens another. One that is still being made
   * has its own time for that, which may be longer than a call's.
   */
  discard(): void;
  /** Ends the connection, also one that is still being made. */
  close(): void;
}

interface Link<Client> {
  readonly client: Client;
  readonly ready: Promise<unknown>;
  /** Runs while the connection is being made. The clients' own limits end with TCP and TLS, before the sign-in. */
  making: NodeJS.Timeout | undefined;
}

/**
 * A connection of our own, to where the application's client is connected to. The application's may be shut, or have a
 * queue of commands that wait for a server which is gone, and then our commands would keep the application from
 * closing; this one has no such queue, does not reconnect by itself, and can be ended at any time.
 *
 * @internal
 */
abstract class OwnConnection<Client> implements ScriptConnection {
  private link: Link<Client> | undefined;

  async run(script: string, key: string, args: string[]): Promise<unknown> {
    const link = this.usable();
    try {
      await link.ready;
    } catch (error) {
      if (this.link === link) this.close();
      throw error;
    }
    return this.evaluate(link.client, script, key, args);
  }

  discard(): void {
    if (this.link?.making === undefined) this.close();
  }

  close(): void {
    const { link } = this;
    this.link = undefined;
    if (link === undefined) return;
    clearTimeout(link.making);
    // A connection that is still being made may not settle any more; one that fails has told its own callers.
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
  protected abstract evaluate(client: Client, script: string, key: string, args: string[]): Promise<unknown>;
  protected abstract end(client: Client): void;

  private usable(): Link<Client> {
    if (this.link !== undefined && this.isLost(this.link.client)) this.close();
    return (this.link ??= this.make());
  }

  private make(): Link<Client> {
    const client = this.open();
    const making = setTimeout(() => {
      if (this.link === link) this.close();
    }, CONNECT_TIMEOUT_MS).unref();
    const link: Link<Client> = { client, ready: this.connect(client), making };
    const made = (): void => {
      clearTimeout(making);
      link.making = undefined;
    };
    link.ready.then(made, made);
    return link;
  }
}

/** @internal */
export class NodeRedisConnection extends OwnConnection<NodeRedisClient> {
  constructor(private readonly application: NodeRedisClient) {
    super();
  }

  protected open(): NodeRedisClient {
    const { options } = this.application;
    const socket = { ...options?.socket, connectTimeout: CONNECT_TIMEOUT_MS, reconnectStrategy: false };
    // A cluster, which shows no options, takes its own as they are.
    const client = this.application.duplicate(
      options && { socket, disableOfflineQueue: true, clientSideCache: undefined },
    );
    client.on('error', ignore);
    return client;
  }

  protected async connect(client: NodeRedisClient): Promise<void> {
    await client.connect();
    // An idle connection must not keep a process alive that has nothing else to do.
    client.unref?.();
  }

  protected isLost(client: NodeRedisClient): boolean {
    return !client.isOpen;
  }

  protected evaluate(client: NodeRedisClient, script: string, key: string, args: string[]): Promise<unknown> {
    return client.eval(script, { keys: [key], arguments: args });
  }

  protected end(client: NodeRedisClient): void {
    client.destroy();
  }
}

/** @internal */
export class IoRedisConnection extends OwnConnection<IoRedisClient> {
  constructor(private readonly application: IoRedisClient) {
    super();
  }

  protected open(): IoRedisClient {
    const client = this.application.isCluster
      ? this.application.duplicate()
      : this.application.duplicate({
          lazyConnect: true,
          enableOfflineQueue: false,
          connectTimeout: CONNECT_TIMEOUT_MS,
          maxRetriesPerRequest: 0,
          retryStrategy: () => null,
        });
    client.on('error', ignore);
    return client;
  }

  protected async connect(client: IoRedisClient): Promise<void> {
    if (!this.application.isCluster || client.status === 'wait') {
      await client.connect();
    } else if (client.status !== 'ready') {
      // A cluster connects by itself.
      await new Promise<void>((resolve, reject) => {
        client.on('ready', () => resolve());
        client.on('end', () => reject(new Error('no connection to the cluster')));
      });
    }
  }

  protected isLost(client: IoRedisClient): boolean {
    return client.status === 'end' || client.status === 'close';
  }

  protected evaluate(client: IoRedisClient, script: string, key: string, args: string[]): Promise<unknown> {
    return client.eval(script, 1, key, ...args);
  }

  protected end(client: IoRedisClient): void {
    client.disconnect();
  }
}

/** Calls tell of every failure; a client without a listener would end the process. */
function ignore(): void {
  // Nothing to do.
}
