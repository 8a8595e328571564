// Handlers of messages and events, and the application's own transport, which runs them in its store.
import { setTimeout as sleep } from 'node:timers/promises';
import { Controller } from '@nestjs/common';
import {
  Ctx,
  EventPattern,
  MessagePattern,
  Payload,
  RpcException,
  Server,
  type BaseRpcContext,
  type CustomTransportStrategy,
} from '@nestjs/microservices';
import { from, lastValueFrom, map, type Observable } from 'rxjs';
import { note, store, UNORDERED } from '../probe/record.js';
import { Watched } from '../probe/stages.js';

export interface Message {
  id: string;
}

const seen = (): string => store.getStore()?.id ?? 'lost';

@Controller()
export class MessagesController {
  @MessagePattern('direct')
  direct(@Payload() { id }: Message, @Ctx() context: BaseRpcContext): unknown[] {
    note('direct');
    return [id, seen(), typeof context];
  }

  @MessagePattern({ cmd: 'later' })
  async later(@Payload() { id }: Message): Promise<unknown[]> {
    await sleep(5);
    note('later');
    return [id, seen()];
  }

  @MessagePattern('many')
  many(@Payload() { id }: Message): Observable<unknown> {
    return from([1, 2, 3]).pipe(map(nth => [id, nth, seen()]));
  }

  @MessagePattern('refused')
  refused(): never {
    throw new RpcException('as planned');
  }

  @MessagePattern('broken')
  async broken(): Promise<never> {
    await sleep(1);
    throw new RangeError('as planned');
  }

  @EventPattern('noted')
  noted(@Payload() { id }: Message): void {
    note(`noted ${id} ${seen()}`, UNORDERED);
  }
}

@Controller()
@Watched()
export class WatchedMessagesController {
  @MessagePattern('watched')
  watched(@Payload() { id }: Message): unknown[] {
    note('watched');
    return [id, seen()];
  }
}

export const REQUESTS = ['direct', { cmd: 'later' }, 'many', 'refused', 'broken', 'watched', 'nowhere'];

/** A transport that delivers messages by method calls, and runs the handlers in the application's store. */
export class InMemoryStrategy extends Server implements CustomTransportStrategy {
  listen(callback: () => void): void {
    callback();
  }

  close(): void {}

  on(): void {}

  unwrap<T>(): T {
    throw new Error('there is nothing inside');
  }

  async ask(pattern: unknown, message: Message): Promise<unknown> {
    const handler = this.getHandlerByPattern(typeof pattern === 'string' ? pattern : JSON.stringify(pattern));
    if (!handler) return 'no handler';
    try {
      const result = await store.run({ id: message.id }, () => handler(message, {}));
      return await lastValueFrom(this.transformToObservable(result), { defaultValue: 'nothing' });
    } catch (error) {
      return `fails: ${error instanceof Error ? String(error) : JSON.stringify(error)}`;
    }
  }
}
