import { AsyncLocalStorage } from 'node:async_hooks';
import { Server, type CustomTransportStrategy } from '@nestjs/microservices';
import { lastValueFrom } from 'rxjs';

/** The store that an application's own adapters and transports keep for a message. */
export const messageContext = new AsyncLocalStorage<string>();

/** A transport of the application's own: it calls the handler in a context, and takes the answer outside of it. */
export class MemoryTransport extends Server implements CustomTransportStrategy {
  listen(callback: () => void): void {
    callback();
  }

  close(): void {
    // Nothing is open.
  }

  on(): void {
    throw new Error('there are no events');
  }

  unwrap<T>(): T {
    throw new Error('there is no driver');
  }

  async ask(pattern: string): Promise<unknown> {
    const handler = this.getHandlerByPattern(pattern);
    if (handler === null) throw new Error(`no handler for ${pattern}`);
    const answer = await messageContext.run('by the transport', () => handler({}));
    return lastValueFrom(this.transformToObservable(answer));
  }
}
