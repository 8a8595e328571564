import { jest } from '@jest/globals';
import {
  Controller,
  Get,
  Injectable,
  Module,
  Scope,
  type CallHandler,
  type ExecutionContext,
  type ModuleMetadata,
  type Type,
  type WsMessageHandler,
} from '@nestjs/common';
import { MessagePattern } from '@nestjs/microservices';
import { WsAdapter } from '@nestjs/platform-ws';
import { SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';
import { messageContext } from './memory-transport.js';
import { PerformanceInterceptor } from '../../../lib/boundaries/http/performance.interceptor.js';
import { delay, type TestApp } from './test-app.js';

const seen = (): { store: string } => ({ store: messageContext.getStore() ?? 'lost' });

@Controller('static')
class StaticController {
  @Get()
  async http(): Promise<string> {
    await delay(5);
    return 'static';
  }
  @Get('both')
  @MessagePattern('static')
  message() {
    return seen();
  }
}

@Controller({ path: 'scoped', scope: Scope.REQUEST })
class ScopedController {
  @Get()
  async http(): Promise<string> {
    await delay(5);
    return 'scoped';
  }
}

@Controller({ path: 'mixed', scope: Scope.REQUEST })
class MixedController {
  @Get()
  async http(): Promise<string> {
    await delay(5);
    return 'mixed';
  }
  @Get('both')
  @MessagePattern('scoped')
  message() {
    return seen();
  }
}

@WebSocketGateway()
class Gateway {
  @SubscribeMessage('gateway')
  message() {
    return { event: 'answer', data: seen() };
  }
}

@Injectable({ scope: Scope.REQUEST })
class ScopedState {}

@WebSocketGateway()
class ScopedGateway {
  constructor(readonly state: ScopedState) {}
  @SubscribeMessage('scoped gateway')
  message() {
    return { event: 'answer', data: seen() };
  }
}

/** An adapter of the application's own: it calls each handler in a context. */
export class ContextAdapter extends WsAdapter {
  override bindMessageHandlers(client: never, handlers: WsMessageHandler[], transform: never): void {
    const bound = handlers.map(handler => ({
      ...handler,
      callback: (...args: unknown[]) =>
        messageContext.run('by the adapter', () => (handler.callback as (...each: unknown[]) => unknown)(...args)),
    }));
    super.bindMessageHandlers(client, bound as never, transform);
  }
}

export function rootOf(metadata: ModuleMetadata): Type {
  class Root {}
  Module(metadata)(Root);
  return Root;
}

export const controllers = [StaticController, ScopedController, MixedController];
export const gateways = [Gateway, ScopedGateway, ScopedState];

/** Fills, from now on, with the handlers that our interceptor stands before. */
export function contextsOf(app: TestApp): string[] {
  const contexts: string[] = [];
  const interceptor = app.app.get(PerformanceInterceptor, { strict: false });
  const intercept = interceptor.intercept.bind(interceptor);
  jest.spyOn(interceptor, 'intercept').mockImplementation((context: ExecutionContext, next: CallHandler) => {
    contexts.push(`${context.getType()} ${context.getClass().name}.${context.getHandler().name}`);
    return intercept(context, next);
  });
  return contexts;
}
