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
import { APP_INTERCEPTOR } from '@nestjs/core';
import { concat, from, firstValueFrom, retry, switchMap, timer, type Observable } from 'rxjs';
import { delay, PLATFORMS, TestApp } from './support/test-app.js';

const STEP_MS = 60;

@Injectable()
class Work {
  private failures = 0;
  async step(): Promise<string> {
    await delay(STEP_MS);
    return 'done';
  }
  /** Fails twice, then succeeds. */
  async flaky(): Promise<string> {
    await delay(STEP_MS);
    if (++this.failures % 3 !== 0) throw new Error('planted');
    return 'done';
  }
}

/** What an interceptor may do with the handler. Named by the last part of the route. */
const WAYS: Record<string, (next: CallHandler) => Observable<unknown> | Promise<Observable<unknown>>> = {
  late: next => timer(STEP_MS).pipe(switchMap(() => next.handle())),
  retry: next => next.handle().pipe(retry(2)),
  twice: next => concat(next.handle(), next.handle()),
  promised: next => from(firstValueFrom(next.handle())),
  awaited: async next => {
    await delay(STEP_MS);
    return next.handle();
  },
};

abstract class Way implements NestInterceptor {
  protected abstract readonly place: string;
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> | Promise<Observable<unknown>> {
    const [place, way = ''] = context.getHandler().name.split('_');
    return place === this.place ? (WAYS[way]?.(next) ?? next.handle()) : next.handle();
  }
}
@Injectable()
class Outside extends Way {
  protected readonly place = 'outside';
}
@Injectable()
class Inside extends Way {
  protected readonly place = 'inside';
}

@UseInterceptors(Inside)
@Controller()
class WaysController {
  constructor(readonly work: Work) {}
}
for (const place of ['outside', 'inside'])
  for (const way of Object.keys(WAYS)) {
    const name = `${place}_${way}`;
    const handler = {
      [name](this: WaysController): Promise<string> {
        return way === 'retry' ? this.work.flaky() : this.work.step();
      },
    };
    Object.defineProperty(WaysController.prototype, name, {
      value: handler[name],
      writable: true,
      configurable: true,
      enumerable: false,
    });
    const descriptor = Object.getOwnPropertyDescriptor(WaysController.prototype, name);
    Get(name)(WaysController.prototype, name, descriptor as PropertyDescriptor);
  }

const SUBSCRIPTIONS: Record<string, number> = { retry: 3, twice: 2 };

describe.each(PLATFORMS)('a handler that interceptors call late or repeatedly, on %s', platform => {
  let app: TestApp;
  afterEach(() => app.close());

  it.each(['outside', 'inside'])('has its calls below it (%s the monitor’s interceptor)', async place => {
    const providers = [Work, Inside, Outside, { provide: APP_INTERCEPTOR, useExisting: Outside }];
    app = await TestApp.start({ controllers: [WaysController], providers }, { threshold: STEP_MS / 2 }, platform);
    for (const way of Object.keys(WAYS)) {
      const name = `${place}_${way}`;
      expect(await (await fetch(`${app.url}/${name}`)).text()).toBe('done');
      const { timeline, execution } = await app.report(`GET /${name}`);
      expect(execution.handler).toBe(`WaysController.${name}`);
      const [root, ...spans] = timeline.spans;
      expect(root?.name).toBe(`GET /${name}`);
      const calls = spans.filter(each => each.name.startsWith('Work.'));
      expect(calls).toHaveLength(SUBSCRIPTIONS[way] ?? 1);
      for (const call of calls) {
        const above = timeline.spans[call.parent];
        expect(above?.name).toBe(`WaysController.${name}`);
        expect(above?.startMs).toBeLessThanOrEqual(call.startMs);
        expect(above?.endMs).toBeGreaterThanOrEqual(call.endMs);
      }
    }
  });
});
