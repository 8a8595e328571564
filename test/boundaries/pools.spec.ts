import { Agent } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get, Injectable } from '@nestjs/common';
import axios from 'axios';
import { Client, request } from 'undici';
import { SlowThreshold, type Report } from '../../lib/index.js';
import { ConnectionPool } from '../../lib/tracing/connection-pool.js';
import { spanStorage } from '../../lib/tracing/execution-context.js';
import type { Span } from '../../lib/tracing/execution.js';
import { beginOperation } from '../../lib/tracing/running-operation.js';
import { TestApp, until } from '../integration/support/test-app.js';
import { Upstream } from '../integration/support/upstream.js';

const upstream = new Upstream();
beforeAll(() => upstream.listen());
afterAll(() => upstream.close());

/** A driver's pool that its library reports. As with real ones, a release continues the next waiter in its own context. */
class Driver {
  readonly queue: (() => void)[] = [];
  private free: number;
  private readonly pool: ConnectionPool;

  constructor(readonly size: number) {
    this.free = size;
    this.pool = new ConnectionPool('fake 127.0.0.1:5432/shop', size);
  }

  /** One statement of `ms` over one connection. */
  query(text: string, ms: number): Promise<void> {
    const { pool } = this;
    const span = spanStorage.getStore();
    const checkout = pool.checkout(span, performance.now());
    return new Promise(resolve => {
      const run = (): void => {
        checkout.granted(performance.now());
        const operation = beginOn(span, text);
        setTimeout(() => {
          operation?.answered(performance.now(), false);
          operation?.finish(performance.now(), false);
          checkout.released(performance.now());
          resolve();
          const next = this.queue.shift();
          if (next === undefined) this.free += 1;
          else next();
        }, ms);
      };
      if (this.free > 0) {
        this.free -= 1;
        run();
      } else this.queue.push(run);
    });
  }
}

function beginOn(span: Span | undefined, text: string) {
  const statement = { on: 'database', system: 'postgresql', text, peer: '127.0.0.1:5432/shop' } as const;
  return span && beginOperation(span, statement, performance.now());
}

/** A busy machine is a cause of its own, beside it. */
function waitIn({ verdict, findings }: Report): Report['verdict'] | undefined {
  return [verdict, ...findings].find(({ kind }) => kind === 'pool-wait');
}

const SELECT = 'SELECT sku, amount FROM prices WHERE sku = ?';
let driver = new Driver(2);
/** Asks the upstream over its one connection. */
let ask: (path: string) => Promise<unknown> = async () => undefined;

/** HTTP clients with one connection. Node 20 does not publish the queue of an agent. */
const CLIENTS: Readonly<Record<string, () => typeof ask>> = {
  undici() {
    const dispatcher = new Client(upstream.url);
    return async path => (await request(`${upstream.url}${path}`, { dispatcher })).body.text();
  },
  ...(process.version.startsWith('v20.')
    ? {}
    : {
        axios() {
          const httpAgent = new Agent({ keepAlive: true, maxSockets: 1 });
          return async path => axios.get(`${upstream.url}${path}`, { httpAgent });
        },
      }),
};

@Injectable()
class Prices {
  priceOf(): Promise<void> {
    return driver.query(SELECT, 60);
  }

  async overHttp(): Promise<void> {
    await ask('/wait/20');
  }
}

@Controller()
class PoolController {
  constructor(private readonly prices: Prices) {}

  @Get('hold')
  @SlowThreshold('60s')
  async hold(): Promise<void> {
    await Promise.all([driver.query('SELECT pg_sleep(?)', 500), driver.query('SELECT pg_sleep(?)', 500)]);
  }

  @Get('hold-slowly')
  async holdSlowly(): Promise<void> {
    await this.hold();
  }

  @Get('price')
  price(): Promise<void> {
    return this.prices.priceOf();
  }

  @Get('other-price')
  otherPrice(): Promise<void> {
    return this.prices.priceOf();
  }

  @Get('hold-http')
  @SlowThreshold('60s')
  async holdHttp(): Promise<void> {
    await ask('/wait/500');
  }

  @Get('http-price')
  httpPrice(): Promise<void> {
    return this.prices.overHttp();
  }
}

describe('a wait for a free connection', () => {
  let app: TestApp;
  afterEach(() => app.close());

  const start = async (): Promise<void> => {
    driver = new Driver(2);
    app = await TestApp.start({ controllers: [PoolController], providers: [Prices] });
    await app.warm();
  };
  const get = async (path: string): Promise<string> => (await fetch(`${app.url}${path}`)).text();

  it('is a verdict of its own, apart from the query, with those who held the connections', async () => {
    await start();
    const held = get('/hold');
    await until(() => driver.queue.length === 0 && driver['free'] === 0, 'the holder');
    await get('/price');
    await held;
    const report = await app.report('GET /price');
    const wait = waitIn(report);
    expect(wait).toMatchObject({
      kind: 'pool-wait',
      subject: 'fake 127.0.0.1:5432/shop',
      holders: [{ name: 'GET /hold', count: 2 }],
    });
    expect(wait?.headline).toMatch(
      /^Waited .+ for a connection of the fake pool \(2 of 2 in use, all by GET \/hold for .+\), in Prices\.priceOf$/,
    );
    const { waiting } = report.accounting;
    expect(waiting.map(({ on, label, count }) => [on, label, count])).toEqual(
      expect.arrayContaining([
        ['pool', 'fake 127.0.0.1:5432/shop', 1],
        // Here a timer stands for the server.
        ['timer', 'setTimeout', 1],
      ]),
    );
    expect(report.operations.map(({ on, calls }) => [on, calls])).toEqual([
      ['pool', 1],
      ['database', 1],
    ]);
    expect(report.timeline.waits.map(({ on }) => on)).toContain('pool');
  });

  it('is told with the one alert about the holder', async () => {
    await start();
    const held = get('/hold-slowly');
    await until(() => driver['free'] === 0, 'the holder');
    await Promise.all([get('/price'), get('/other-price')]);
    await held;
    const names = (await app.reports()).map(({ execution }) => execution.name);
    expect(names.filter(name => /hold|price/.test(name))).toEqual(['GET /hold-slowly']);
    expect(app.monitor.getStats().alerts.reasons).toMatchObject({ victim: 2 });
    expect(app.logger.ours().find(line => line.includes('Slow:'))).toMatch(/Held up: .*GET \/(?:other-)?price/);
  });

  it.each(Object.entries(CLIENTS))('is that of %s with one connection, too', async (_, open) => {
    await start();
    ask = open();
    await ask('/wait/0');
    const before = upstream.requests;
    const held = get('/hold-http');
    await until(() => upstream.requests > before, 'the holder');
    await get('/http-price');
    await held;
    const wait = waitIn(await app.report('GET /http-price'));
    expect(wait).toMatchObject({
      kind: 'pool-wait',
      subject: `http ${upstream.host}`,
      holders: [{ name: 'GET /hold-http', count: 1 }],
    });
    expect(wait?.headline).toContain(`for a connection to ${upstream.host} (1 `);
    expect(wait?.headline).toContain('in use, by GET /hold-http for');
  });
});
