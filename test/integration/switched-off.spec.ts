import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
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
import { WsAdapter } from '@nestjs/platform-ws';
import { SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';
import { tap, type Observable } from 'rxjs';
import { WebSocket } from 'ws';
import { Profile, SkipMonitoring, SlowThreshold } from '../../lib/index.js';
import { delay, PLATFORMS, TestApp } from './support/test-app.js';

const LIBRARY = join(process.cwd(), 'lib');

/** By where it was called: the frames of ours that stood below. */
const found = new Map<string, string[]>();

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

class Pipe implements PipeTransform {
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

const PLACES = [
  'a controller',
  'a decorated handler',
  'a filter',
  'a gateway',
  'a guard',
  'a middleware',
  'a pipe',
  'a provider',
  'a provider, later',
  'a request-scoped controller',
  'a request-scoped provider',
  'an interceptor',
  'an interceptor, later',
];

describe('what a request calls', () => {
  const limit = Error.stackTraceLimit;
  beforeAll(() => {
    Error.stackTraceLimit = Infinity;
  });
  afterAll(() => {
    Error.stackTraceLimit = limit;
  });
  afterEach(() => found.clear());

  const run = async (platform: (typeof PLATFORMS)[number], enabled: boolean): Promise<void> => {
    const app = await TestApp.start(
      {
        imports: [{ module: Hooked }],
        controllers: [AppController, ScopedController],
        providers: [Provider, ScopedProvider, Gateway],
      },
      { enabled, localFile: false },
      platform,
      host => {
        host.useWebSocketAdapter(new WsAdapter(host));
        host.useGlobalPipes(new Pipe());
      },
    );
    const answers = [];
    for (const path of ['work', 'decorated', 'failing', 'scoped'])
      answers.push(await (await fetch(`${app.url}/${path}`)).text());
    const socket = new WebSocket(app.url.replace('http', 'ws'));
    await new Promise(resolve => socket.once('open', resolve));
    const answer = new Promise(resolve => socket.once('message', resolve));
    socket.send('{"event":"message","data":{}}');
    answers.push(JSON.parse(String(await answer)));
    socket.terminate();
    await app.close();
    expect(answers).toEqual(['stepped', 'decorated', 'filtered', 'scoped', { event: 'answer', data: 'stepped' }]);
  };

  it.each(PLATFORMS)(
    'has no frame of ours below it when the module is switched off, but of @Profile() (%s)',
    async platform => {
      await run(platform, false);
      const profiled = found.get('a method with @Profile()');
      found.delete('a method with @Profile()');
      expect([...found.keys()].sort()).toEqual(PLACES);
      expect([...found].filter(([, frames]) => frames.length > 0)).toEqual([]);
      expect(profiled?.every(frame => frame.includes(join(LIBRARY, 'decorators')))).toBe(true);
      expect(profiled).not.toEqual([]);
    },
  );

  it.each(PLATFORMS)('has some when it is switched on; a gateway only its covered method (%s)', async platform => {
    await run(platform, true);
    expect(found.get('a middleware')).not.toEqual([]);
    expect(found.get('a gateway')).toEqual([expect.stringContaining('covered-method.ts')]);
  });
});
