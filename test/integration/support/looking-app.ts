import { join } from 'node:path';
import {
  Controller,
  Get,
  Injectable,
  Query,
  Scope,
  UseFilters,
  UseGuards,
  UseInterceptors,
  type ArgumentsHost,
  type CallHandler,
  type CanActivate,
  type ExceptionFilter,
  type ExecutionContext,
  type MiddlewareConsumer,
  type NestInterceptor,
  type NestModule,
  type PipeTransform,
} from '@nestjs/common';
import { SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';
import { tap, type Observable } from 'rxjs';
import { Profile, SkipMonitoring, SlowThreshold } from '../../../lib/index.js';
import { delay } from './test-app.js';

export const LIBRARY = join(process.cwd(), 'lib');

/** By where it was called: the frames of ours that stood below. */
export const found = new Map<string, string[]>();

function look(place: string): void {
  const frames = (new Error().stack ?? '').split('\n').filter(line => line.includes(LIBRARY));
  found.set(place, [...(found.get(place) ?? []), ...frames]);
}

@Injectable()
class Provider {
  async step(): Promise<string> {
    look('a provider');
    await delay(1);
    look('a provider, later');
    return 'stepped';
  }
  @Profile()
  profiled(): void {
    look('a method with @Profile()');
  }
}

@Injectable({ scope: Scope.REQUEST })
class ScopedProvider {
  async step(): Promise<void> {
    look('a request-scoped provider');
  }
}

class Guard implements CanActivate {
  canActivate(): boolean {
    look('a guard');
    return true;
  }
}

class Around implements NestInterceptor {
  intercept(_: ExecutionContext, next: CallHandler): Observable<unknown> {
    look('an interceptor');
    return next.handle().pipe(tap(() => look('an interceptor, later')));
  }
}

export class Pipe implements PipeTransform {
  transform(value: unknown): unknown {
    look('a pipe');
    return value;
  }
}

class Filter implements ExceptionFilter {
  catch(_: unknown, host: ArgumentsHost): void {
    look('a filter');
    const response = host.switchToHttp().getResponse<{ send(body: string): void }>();
    response.send('filtered');
  }
}

@Controller()
@UseGuards(Guard)
@UseInterceptors(Around)
@UseFilters(Filter)
class AppController {
  constructor(readonly provider: Provider) {}

  @Get('work')
  async work(): Promise<string> {
    look('a controller');
    this.provider.profiled();
    return this.provider.step();
  }

  @Get('decorated')
  @SlowThreshold('1s')
  @SkipMonitoring()
  decorated(@Query('any') _any?: string): string {
    look('a decorated handler');
    return 'decorated';
  }

  @Get('failing')
  failing(): void {
    throw new Error('its own');
  }
}

@Controller('scoped')
class ScopedController {
  constructor(readonly provider: ScopedProvider) {}

  @Get()
  async work(): Promise<string> {
    look('a request-scoped controller');
    await this.provider.step();
    return 'scoped';
  }
}

@WebSocketGateway()
class Gateway {
  constructor(readonly provider: Provider) {}

  @SubscribeMessage('message')
  async message() {
    look('a gateway');
    return { event: 'answer', data: await this.provider.step() };
  }
}

class Hooked implements NestModule {
  configure(consumer: MiddlewareConsumer): void {
    consumer
      .apply((_request: unknown, _response: unknown, next: () => void) => {
        look('a middleware');
        next();
      })
      .forRoutes(AppController, ScopedController);
  }
}

export const metadata = {
  imports: [{ module: Hooked }],
  controllers: [AppController, ScopedController],
  providers: [Provider, ScopedProvider, Gateway],
};
