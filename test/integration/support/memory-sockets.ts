import { EventEmitter } from 'node:events';
import type { WebSocketAdapter, WsMessageHandler } from '@nestjs/common';
import { fromEvent, takeUntil, type Observable } from 'rxjs';

type Call = (...args: unknown[]) => unknown;
type Transform = (deferred: unknown) => Observable<unknown>;

/** A client in memory. Its events are messages, with a function for the answers. */
export class MemoryClient extends EventEmitter {
  /** Sends one message, and collects the answers until the handler has no more. */
  ask(message: unknown, data?: unknown): Promise<unknown[]> {
    return new Promise(resolve => {
      const answers: unknown[] = [];
      this.emit('message', message, data, (answer: unknown, isLast: boolean) => {
        if (isLast) resolve(answers);
        else answers.push(answer);
      });
    });
  }
}

/** An adapter without sockets, for handlers that are bound in other ways than those of Nest's adapters. */
export class MemoryAdapter implements WebSocketAdapter<EventEmitter, MemoryClient> {
  readonly server = new EventEmitter();

  connect(): MemoryClient {
    const client = new MemoryClient();
    this.server.emit('connection', client);
    return client;
  }

  create(): EventEmitter {
    return this.server;
  }

  bindClientConnect(server: EventEmitter, callback: (client: MemoryClient) => void): void {
    server.on('connection', callback);
  }

  bindClientDisconnect(client: MemoryClient, callback: () => void): void {
    client.on('disconnect', callback);
  }

  bindMessageHandlers(client: MemoryClient, handlers: WsMessageHandler[], transform: Transform): void {
    client.on('message', (message: unknown, data: unknown, answer: Call) => {
      for (const handler of handlers)
        if (handler.message === message) this.call(client, handler.callback as Call, transform, data, answer);
    });
  }

  close(): void {}

  dispose(): void {}

  /** One message, as Nest's adapters do it. */
  protected call(client: MemoryClient, callback: Call, transform: Transform, data: unknown, answer: Call): void {
    transform(callback(data, answer))
      .pipe(takeUntil(fromEvent(client, 'disconnect')))
      .subscribe({ next: value => answer(value, false), complete: () => answer(undefined, true) });
  }
}

/** Awaits the handler, and makes no Observable of its promise. */
export class AwaitingAdapter extends MemoryAdapter {
  protected override call(_client: MemoryClient, callback: Call, _: Transform, data: unknown, answer: Call): void {
    void (async () => {
      answer(await callback(data, answer), false);
      answer(undefined, true);
    })();
  }
}

/** Makes the Observable of a promise of its own. */
export class WrappingAdapter extends MemoryAdapter {
  protected override call(
    client: MemoryClient,
    callback: Call,
    transform: Transform,
    data: unknown,
    answer: Call,
  ): void {
    super.call(client, async (...args) => callback(...args), transform, data, answer);
  }
}
