import { get } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import {
  Controller,
  Get,
  Injectable,
  UseInterceptors,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import {
  catchError,
  concatMap,
  defer,
  interval,
  map,
  mergeMap,
  of,
  retry,
  switchMap,
  take,
  throwError,
  toArray,
  type Observable,
} from 'rxjs';
import type { Report, TimelineSpan } from '../../../lib/index.js';
import { delay, TestApp } from '../../integration/support/test-app.js';
import { nodeOf, timersIn } from '../../integration/support/tree.js';

const STEP_MS = 80;
type Operators = (next: CallHandler) => Observable<unknown>;

@Injectable()
class Steps {
  async handle(): Promise<string> {
    await delay(STEP_MS);
    return 'handled';
  }
}

/** An interceptor with this name. */
function interceptor(name: string, operators: Operators): new () => NestInterceptor {
  const named = {
    [name]: class implements NestInterceptor {
      intercept(_: ExecutionContext, next: CallHandler): Observable<unknown> {
        return operators(next);
      }
    },
  };
  return named[name] as new () => NestInterceptor;
}

const waiting: Operators = next =>
  next.handle().pipe(
    mergeMap(async value => {
      await delay(STEP_MS);
      return value as unknown;
    }),
  );

describe('an interceptor', () => {
  const open: TestApp[] = [];
  afterEach(async () => {
    for (const app of open.splice(0)) await app.close();
  });

  /** A controller with these interceptors, outermost first. */
  async function start(handle: (steps: Steps) => unknown, ...interceptors: (new () => NestInterceptor)[]) {
    @Controller()
    @UseInterceptors(...interceptors)
    class OrdersController {
      constructor(private readonly steps: Steps) {}
      @Get('orders')
      find(): unknown {
        return handle(this.steps);
      }
    }
    const metadata = { controllers: [OrdersController], providers: [Steps] };
    const app = await TestApp.start(metadata, { threshold: STEP_MS / 2 });
    open.push(app);
    await app.warm();
    return app;
  }
  const textOf = async (app: TestApp): Promise<string> => (await fetch(`${app.url}/orders`)).text();
  const spansIn = ({ timeline }: Report, name: string): TimelineSpan[] =>
    timeline.spans.filter(span => span.name === name);
  const spanIn = (report: Report, name: string): TimelineSpan => {
    const [span, ...others] = spansIn(report, name);
    if (span === undefined || others.length > 0) throw new Error(`${others.length + 1} spans ${name}`);
    return span;
  };
  const lengthOf = ({ startMs, endMs }: TimelineSpan): number => endMs - startMs;

  it('has the time of its own part after the handler, and none of the inner and outer ones', async () => {
    const app = await start(
      steps => steps.handle(),
      interceptor('Outer', waiting),
      interceptor('Quick', next => next.handle().pipe(map(value => `${String(value)}!`))),
      interceptor('Inner', waiting),
    );
    expect(await textOf(app)).toBe('handled!');
    const report = await app.report('GET /orders');
    const [outer, inner] = ['Outer', 'Inner'].map(name => spanIn(report, `${name}.intercept (after)`));
    const handled = spanIn(report, 'Steps.handle');
    for (const span of [outer, inner, handled]) expect(span && lengthOf(span)).toBeGreaterThanOrEqual(STEP_MS - 5);
    expect(handled.endMs).toBeLessThanOrEqual(inner?.startMs ?? 0);
    expect(inner?.endMs).toBeLessThanOrEqual(outer?.startMs ?? 0);
    for (const subject of timersIn(report))
      expect(['Inner.intercept (after)', 'Outer.intercept (after)', 'Steps.handle']).toContain(subject);
  });

  it('that waits before it calls the handler has that time, and none of the handler', async () => {
    const app = await start(
      steps => steps.handle(),
      interceptor('Deferring', next => defer(() => delay(STEP_MS)).pipe(switchMap(() => next.handle()))),
    );
    expect(await textOf(app)).toBe('handled');
    const report = await app.report('GET /orders');
    // The call is a span of its own when it lasted, because the machine was busy.
    const spans = spansIn(report, 'Deferring.intercept');
    const begin = Math.min(...spans.map(({ startMs }) => startMs));
    const end = Math.max(...spans.map(({ endMs }) => endMs));
    expect(end - begin).toBeGreaterThanOrEqual(STEP_MS - 5);
    expect(end).toBeLessThanOrEqual(spanIn(report, 'Steps.handle').startMs);
  });

  it('that answers itself has the time of its answer', async () => {
    const app = await start(
      steps => steps.handle(),
      interceptor('Caching', () => of('cached').pipe(concatMap(value => delay(STEP_MS).then(() => value)))),
    );
    expect(await textOf(app)).toBe('cached');
    const report = await app.report('GET /orders');
    const lengths = spansIn(report, 'Caching.intercept').map(lengthOf);
    expect(Math.max(...lengths)).toBeGreaterThanOrEqual(STEP_MS - 5);
    expect(spansIn(report, 'Steps.handle')).toEqual([]);
  });

  it('that collects answers has none of the time between them', async () => {
    const app = await start(
      () => interval(STEP_MS).pipe(take(3)),
      interceptor('Collecting', next => next.handle().pipe(toArray())),
    );
    expect(await textOf(app)).toBe('[0,1,2]');
    const report = await app.report('GET /orders');
    expect(nodeOf(report.tree, 'OrdersController.find')).toBeDefined();
    expect(timersIn(report)).not.toContain('Collecting.intercept (after)');
  });

  it('that repeats the handler has the pause before it, and none of the repeated handler', async () => {
    let attempts = 0;
    const app = await start(
      async steps => {
        attempts += 1;
        await steps.handle();
        if (attempts === 1) throw new Error('the first attempt');
        return attempts;
      },
      interceptor('Retrying', next => next.handle().pipe(retry({ count: 1, delay: STEP_MS }))),
    );
    expect(await textOf(app)).toBe('2');
    const report = await app.report('GET /orders');
    const pause = spanIn(report, 'Retrying.intercept (after)');
    const handled = spansIn(report, 'Steps.handle');
    expect(handled).toHaveLength(2);
    expect(lengthOf(pause)).toBeGreaterThanOrEqual(STEP_MS - 5);
    expect(pause.endMs).toBeLessThanOrEqual(handled[1]?.startMs ?? 0);
  });

  it('that handles an error has the time that it takes', async () => {
    const app = await start(
      () => throwError(() => new Error('planted')),
      interceptor('Recovering', next => next.handle().pipe(catchError(() => delay(STEP_MS).then(() => 'recovered')))),
    );
    expect(await textOf(app)).toBe('recovered');
    const report = await app.report('GET /orders');
    expect(lengthOf(spanIn(report, 'Recovering.intercept (after)'))).toBeGreaterThanOrEqual(STEP_MS - 5);
  });

  it('that never passes the answer on is what the client waited for', async () => {
    let release = (): void => undefined;
    let kept = (): void => undefined;
    const released = new Promise<void>(resolve => (release = resolve));
    const keeps = new Promise<void>(resolve => (kept = resolve));
    const keep = (): Promise<void> => {
      kept();
      return released;
    };
    const app = await start(
      steps => steps.handle(),
      interceptor('Keeping', next => next.handle().pipe(mergeMap(keep))),
    );
    const request = get(`${app.url}/orders`);
    request.on('error', () => undefined);
    await keeps;
    // In the context of the test: a timer of the request's own would end its wait.
    await delay(STEP_MS * 3);
    request.destroy();
    const report = await app.report('GET /orders');
    release();
    const span = spanIn(report, 'Keeping.intercept (after)');
    expect(lengthOf(span)).toBeGreaterThanOrEqual(STEP_MS);
    const causes = [report.verdict, ...report.findings].map(({ kind, subject }) => `${kind} ${subject}`);
    expect(causes).toContain('await Keeping.intercept (after)');
  });
});
