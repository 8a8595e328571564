// Two gateways: one without enhancers, so that Nest calls its handlers at once, and one with all of them.
import { setTimeout as sleep } from 'node:timers/promises';
import {
  UseFilters,
  UseGuards,
  UseInterceptors,
  UsePipes,
  type ArgumentsHost,
  type CanActivate,
  type Type,
} from '@nestjs/common';
import { BaseWsExceptionFilter, ConnectedSocket, MessageBody, SubscribeMessage, WsException } from '@nestjs/websockets';
import { map, timer, type Observable } from 'rxjs';
import { note, store, UNORDERED } from '../probe/record.js';
import { ProbeGuard, ProbeInterceptor, ProbePipe } from '../probe/stages.js';

interface Message {
  id: string;
}

interface Reply {
  event: string;
  data: unknown;
}

const seen = (): string => store.getStore()?.id ?? 'lost';

export class EnteringGuard implements CanActivate {
  canActivate(): boolean {
    store.enterWith({ id: 'entered by the guard' });
    return true;
  }
}

export class BareGateway {
  handleConnection(): void {
    note('connected', UNORDERED);
  }

  handleDisconnect(): void {
    note('disconnected', UNORDERED);
  }

  @SubscribeMessage('bare')
  bare(@MessageBody() { id }: Message): Reply {
    note('bare');
    return { event: 'bare', data: [id, seen()] };
  }

  @SubscribeMessage('later')
  async later(@MessageBody() { id }: Message): Promise<Reply> {
    note('later');
    await sleep(5);
    note('later after');
    return { event: 'later', data: [id, seen()] };
  }

  @SubscribeMessage('entered')
  @UseGuards(EnteringGuard)
  entered(): Reply {
    return { event: 'entered', data: seen() };
  }

  @SubscribeMessage('refused')
  refused(): never {
    throw new WsException('as planned');
  }

  @SubscribeMessage('stream')
  stream(@MessageBody() { id }: Message): Observable<Reply> {
    return timer(5).pipe(map(() => ({ event: 'stream', data: [id, seen()] })));
  }
}

export class NotingFilter extends BaseWsExceptionFilter {
  override catch(error: WsException, host: ArgumentsHost): void {
    note(`filter ${String(error)}`);
    super.catch(error, host);
  }
}

@UseGuards(ProbeGuard)
@UseInterceptors(ProbeInterceptor)
@UsePipes(ProbePipe)
@UseFilters(NotingFilter)
export class WatchedGateway {
  @SubscribeMessage('watched')
  watched(@MessageBody() { id }: Message, @ConnectedSocket() client: object): Reply {
    note(`watched ${typeof client}`);
    return { event: 'watched', data: [id, seen()] };
  }

  @SubscribeMessage('broken')
  broken(): never {
    throw new WsException('as planned');
  }
}

export const MESSAGES = ['bare', 'later', 'entered', 'stream', 'watched'];
export const ERRORS = ['refused', 'broken'];

/** An application's own adapter that runs its handlers in a context. */
export function inStore<Handler extends { callback: (...args: never[]) => unknown }>(handlers: Handler[]): Handler[] {
  return handlers.map(handler => ({
    ...handler,
    callback: (message: Message, ...rest: unknown[]) =>
      store.run({ id: message.id }, () => (handler.callback as (...args: unknown[]) => unknown)(message, ...rest)),
  }));
}

/** Nest's decorator of gateways. Each platform needs other options. */
export function gateways(decorate: () => ClassDecorator): Type[] {
  for (const gateway of [BareGateway, WatchedGateway]) decorate()(gateway);
  return [BareGateway, WatchedGateway];
}
