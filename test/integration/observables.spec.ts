import { afterEach, describe, expect, it } from '@jest/globals';
import { Controller, Get, Inject, Injectable } from '@nestjs/common';
import { lastValueFrom, map, Observable, timer } from 'rxjs';
import { Profile } from '../../lib/index.js';
import { TestApp } from './support/test-app.js';

const shared = timer(60);
const lasting = timer(60).pipe(map(() => 'lasting'));

class Guarded extends Observable<number> {}
Object.defineProperty(Guarded.prototype, 'subscribe', {
  get: () => {
    throw new Error('subscribe was read');
  },
});

function frozenIn<T>(source: Observable<T>): Observable<T> {
  const subscribe = source.subscribe.bind(source);
  return Object.defineProperty(source, 'subscribe', { value: subscribe, configurable: false, writable: false });
}

/** A value with a proxy as its second prototype. Every trap of the proxy throws. */
function behindProxy(): object {
  const traps = new Proxy(
    {},
    {
      getPrototypeOf: () => {
        throw new Error('prototype was read');
      },
    },
  );
  return Object.create(traps) as object;
}

@Injectable()
class Streams {
  @Profile({ threshold: 30 })
  odd(source: unknown): unknown {
    return source;
  }
  @Profile({ name: 'first', threshold: 30 })
  first(): Observable<unknown> {
    return shared;
  }
  @Profile({ name: 'second', threshold: 30 })
  second(): Observable<unknown> {
    return shared;
  }
  @Profile({ name: 'lasting', threshold: 30 })
  lasting(): Observable<string> {
    return lasting;
  }
  listed(): Observable<string> {
    return timer(250).pipe(map(() => 'listed'));
  }
  fixed(): Observable<number> {
    return frozenIn(timer(1).pipe(map(() => 1)));
  }
}

@Controller()
class StreamsController {
  constructor(@Inject(Streams) private readonly streams: Streams) {}

  @Get('listed')
  list(): Observable<string> {
    return this.streams.listed();
  }

  @Get('fixed')
  fixed(): Observable<number> {
    return this.streams.fixed();
  }
}

describe('An Observable that a method returned', () => {
  const apps: TestApp[] = [];
  afterEach(async () => {
    for (const app of apps.splice(0)) await app.close();
  });

  const start = async (): Promise<TestApp> => {
    const app = await TestApp.start({ providers: [Streams], controllers: [StreamsController] });
    apps.push(app);
    return app;
  };
  const streamsOf = (app: TestApp): Streams => app.app.get(Streams);
  const executions = (app: TestApp): Record<string, number> =>
    Object.fromEntries(app.monitor.getStats().endpoints.map(({ name, count }) => [name, count]));

  it('stays unchanged when it can not be covered, and none of its code runs', async () => {
    const app = await start();
    const streams = streamsOf(app);
    const values = [frozenIn(timer(1)), Object.freeze(timer(1)), new Guarded(), behindProxy()];
    for (const value of values) {
      expect(streams.odd(value)).toBe(value);
      expect(streams.odd(value)).toBe(value);
    }
    for (let call = 0; call < 3; call += 1) {
      const answer = await fetch(`${app.url}/fixed`);
      expect([answer.status, await answer.text()]).toEqual([200, '1']);
    }
  });

  it('is named after the method that returned it last', async () => {
    const app = await start();
    const streams = streamsOf(app);
    expect(streams.first()).toBe(shared);
    await lastValueFrom(streams.first());
    expect(streams.second()).toBe(shared);
    await lastValueFrom(streams.second());
    expect(executions(app)).toEqual({ first: 1, second: 1 });
  });

  it('belongs to the application that returned it, and to none after that has closed', async () => {
    const one = await start();
    await lastValueFrom(streamsOf(one).lasting());
    expect(executions(one)).toEqual({ lasting: 1 });
    await one.close();
    apps.length = 0;
    const two = await start();
    await lastValueFrom(lasting);
    expect(executions(two)).toEqual({});
    expect(streamsOf(two).lasting()).toBe(lasting);
    expect(await lastValueFrom(lasting)).toBe('lasting');
    expect(executions(two)).toEqual({ lasting: 1 });
  });

  it('is a step of the handler that returned it, although Nest subscribes to it outside the handler', async () => {
    const app = await start();
    // The first call only detects the method's return type.
    for (let call = 0; call < 2; call += 1) expect(await (await fetch(`${app.url}/listed`)).text()).toBe('listed');
    const { timeline } = await app.report('GET /listed');
    const handler = timeline.spans.findIndex(span => span.kind === 'handler');
    const step = timeline.spans.find(span => span.name === 'Streams.listed');
    expect([handler > 0, step?.parent]).toEqual([true, handler]);
  });
});
