import { AsyncLocalStorage } from 'node:async_hooks';
import { afterEach, describe, expect, it } from '@jest/globals';
import {
  Catch,
  Controller,
  Get,
  Injectable,
  Param,
  Query,
  UseFilters,
  UseGuards,
  UseInterceptors,
  UsePipes,
  type ArgumentsHost,
  type CallHandler,
  type CanActivate,
  type ExceptionFilter,
  type ExecutionContext,
  type INestApplication,
  type MiddlewareConsumer,
  type NestInterceptor,
  type NestMiddleware,
  type NestModule,
  type PipeTransform,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import {
  catchError,
  defer,
  delay as later,
  from,
  map,
  of,
  retry,
  switchMap,
  tap,
  throwError,
  type Observable,
} from 'rxjs';
import { PerformanceMonitorModule } from '../../../lib/index.js';
import type { Answer } from '../../integration/support/stage-classes.js';
import { delay } from '../../integration/support/test-app.js';

/** The steps of the requests, in their order. */
let steps: string[] = [];
/** The errors that stages threw, and those that the filter caught. */
let thrown: unknown[] = [];
let caught: unknown[] = [];
const context = new AsyncLocalStorage<string>();

const step = (name: string): void => void steps.push(`${name} in ${context.getStore() ?? 'none'}`);
const refuse = (name: string): never => {
  const error = new Error(`${name} refused`);
  thrown.push(error);
  throw error;
};

@Injectable()
class Entrance implements NestMiddleware {
  use(request: { headers: Record<string, string> }, _: unknown, next: () => void): void {
    context.run(String(request.headers['x-id']), () => {
      step('middleware');
      next();
    });
  }
}

function passing(this: unknown, ...[, , next]: [unknown, unknown, () => void]): void {
  step(`function of ${typeof this}`);
  setTimeout(next, 1);
}

class Guard implements CanActivate {
  private readonly name = 'guard';
  canActivate(host: ExecutionContext): boolean {
    step(this.name);
    if (host.switchToHttp().getRequest<{ query: { refuse?: string } }>().query.refuse === 'guard') refuse('guard');
    return true;
  }
}

class AsyncGuard implements CanActivate {
  canActivate(host: ExecutionContext): Observable<boolean> | Promise<boolean> {
    step('async guard');
    const { refuse: who } = host.switchToHttp().getRequest<{ query: { refuse?: string } }>().query;
    if (who === 'observable') return of(false);
    return delay(1).then(() => (who === 'async guard' ? refuse('async guard') : true));
  }
}

class Outer implements NestInterceptor {
  intercept(_: ExecutionContext, next: CallHandler): Observable<unknown> {
    step('outer');
    return next.handle().pipe(
      map(value => {
        step('outer after');
        return { outer: value as unknown };
      }),
      catchError((error: unknown) => {
        step('outer error');
        return throwError(() => error);
      }),
    );
  }
}

class Inner implements NestInterceptor {
  async intercept(host: ExecutionContext, { handle }: CallHandler): Promise<Observable<unknown>> {
    step('inner');
    await delay(1);
    const { refuse: who } = host.switchToHttp().getRequest<{ query: { refuse?: string } }>().query;
    if (who === 'inner') refuse('inner');
    if (who === 'cached') return of('cached');
    return handle().pipe(
      later(1),
      tap(() => step('inner after')),
    );
  }
}

class Repeating implements NestInterceptor {
  intercept(_: ExecutionContext, next: CallHandler): Observable<unknown> {
    step('repeating');
    const ask = (): Observable<unknown> => next.handle();
    return from(delay(1)).pipe(
      switchMap(() => context.run('the interceptor', () => defer(ask))),
      retry(1),
    );
  }
}

class Pipe implements PipeTransform {
  transform(value: string): string {
    step('pipe');
    if (value === 'pipe') refuse('pipe');
    return `${value}!`;
  }
}

@Catch()
class Filter implements ExceptionFilter {
  constructor(private readonly name = 'filter') {}
  catch(exception: unknown, host: ArgumentsHost): void {
    step(this.name);
    caught.push(exception);
    host.switchToHttp().getResponse<Answer>().status(409).send(String(exception));
  }
}

@Controller()
@UseFilters(new Filter())
@UseInterceptors(Outer, new Inner())
class OrdersController {
  private attempts = 0;

  @Get('orders/:id')
  @UseGuards(Guard, new AsyncGuard())
  @UsePipes(new Pipe())
  async find(@Param('id') id: string, @Query('refuse') who = ''): Promise<string> {
    step('handler');
    await delay(1);
    return who === 'handler!' ? refuse('handler') : id;
  }

  @Get('repeated')
  @UseInterceptors(Repeating)
  repeated(): Observable<string> {
    step('attempt');
    this.attempts += 1;
    return this.attempts % 2 === 1 ? throwError(() => new Error('the first attempt')) : of('first', 'last');
  }
}

class AppModule implements NestModule {
  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(Entrance, passing).exclude('excluded').forRoutes(OrdersController);
  }
}

const PATHS = [
  'orders/A',
  ...['guard', 'observable', 'async guard', 'inner', 'cached', 'handler'].map(who => `orders/A?refuse=${who}`),
  'orders/pipe',
  'repeated',
];

describe('stages of a monitored application', () => {
  const open: INestApplication[] = [];
  afterEach(async () => {
    for (const app of open.splice(0)) await app.close();
  });

  /** Answers, steps and errors of all paths, each several times: stages are followed in other ways after some calls. */
  async function run(enabled: boolean | undefined, turns: number): Promise<unknown[]> {
    const monitor = PerformanceMonitorModule.forRoot({ enabled: enabled === true, threshold: 1, localFile: false });
    const imports = enabled === undefined ? [] : [monitor];
    const root = { module: AppModule, controllers: [OrdersController], imports };
    const app = await NestFactory.create(root, new ExpressAdapter(), { logger: false });
    open.push(app);
    await app.listen(0, '127.0.0.1');
    const url = await app.getUrl();
    const seen: unknown[] = [];
    for (let turn = 0; turn < turns; turn += 1)
      for (const path of PATHS) {
        [steps, thrown, caught] = [[], [], []];
        const answer = await fetch(`${url}/${path}`, { headers: { 'x-id': path } });
        seen.push([path, answer.status, await answer.text(), steps]);
        for (const error of thrown) expect(caught).toContain(error);
      }
    return seen;
  }

  it('run as often, in the same order and context, with the same answers and errors', async () => {
    const without = await run(undefined, 1);
    expect(without).toHaveLength(PATHS.length);
    expect(await run(false, 1)).toEqual(without);
    const turns = 60;
    const monitored = await run(true, turns);
    expect(monitored).toEqual(Array.from({ length: turns }, () => without).flat());
  });

  it('keep their methods', async () => {
    const instance = new Filter();
    await run(true, 1);
    const kept = [Guard.prototype.canActivate, Inner.prototype.intercept, Pipe.prototype.transform, instance.catch];
    const names = kept.map(({ name, length }) => [name, length]);
    expect(names).toEqual([
      ['canActivate', 1],
      ['intercept', 2],
      ['transform', 1],
      ['catch', 2],
    ]);
    expect(instance.catch).toBe(Filter.prototype.catch);
    for (const app of open.splice(0)) await app.close();
    expect([Guard.prototype.canActivate, Inner.prototype.intercept, Pipe.prototype.transform, instance.catch]).toEqual(
      kept,
    );
  });
});
