import { channel } from 'node:diagnostics_channel';
import { Agent, get as httpGet } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get, Injectable, Param } from '@nestjs/common';
import axios from 'axios';
import { got } from 'got';
import { Agent as UndiciAgent, fetch as ownFetch, request as undiciRequest } from 'undici';
import type { PerformanceMonitorOptions, Report } from '../../lib/index.js';
import { Receiver } from '../support/receiver.js';
import { delay, TestApp, until } from '../integration/support/test-app.js';
import { Upstream } from '../integration/support/upstream.js';

const upstream = new Upstream();
const agent = new Agent({ keepAlive: true });

beforeAll(() => upstream.listen());
afterAll(async () => {
  agent.destroy();
  await upstream.close();
});

/** Each asks for a URL and reads the whole answer. */
const CLIENTS: Readonly<Record<string, (url: string) => Promise<unknown>>> = {
  fetch: async url => (await fetch(url)).text(),
  'the fetch of undici': async url => (await ownFetch(url)).text(),
  'undici.request': async url => (await undiciRequest(url)).body.text(),
  'node:http': url =>
    new Promise((resolve, reject) => {
      httpGet(url, { agent }, response => response.resume().once('end', resolve).once('error', reject)).once(
        'error',
        reject,
      );
    }),
  axios: async url => (await axios.get(url)).data as unknown,
  got: async url => got(url, { retry: { limit: 0 } }).text(),
};

@Injectable()
class Prices {
  client: (url: string) => Promise<unknown> = async () => undefined;

  async priceOf(id: number): Promise<unknown> {
    return this.client(`${upstream.url}/wait/25?sku=${id}&token=secret`);
  }

  async all(count: number): Promise<void> {
    for (let id = 0; id < count; id += 1) await this.priceOf(id);
  }
}

let work: () => Promise<unknown> = async () => undefined;

@Controller()
class WorkController {
  constructor(private readonly prices: Prices) {}

  @Get('one-by-one/:count')
  async oneByOne(@Param('count') count: string): Promise<void> {
    await this.prices.all(Number(count));
  }

  @Get('work')
  async work(): Promise<void> {
    await work();
  }
}

let app: TestApp;
const start = async (options: PerformanceMonitorOptions = {}): Promise<void> => {
  app = await TestApp.start({ controllers: [WorkController], providers: [Prices] }, { threshold: 50, ...options });
};
afterEach(() => app.close());

/** What the first request of an application and of a client compiles is then no part of a test's request. */
const startWarm = async (client: (url: string) => Promise<unknown>): Promise<void> => {
  await start();
  await app.warm();
  await client(`${upstream.url}/wait/1`);
};

const reportOf = async (path: string, name = path): Promise<Report> => {
  await (await fetch(`${app.url}/${path}`)).text();
  return app.report(`GET /${name}`);
};

const reportOfWork = async (fn: () => Promise<unknown>): Promise<Report> => {
  work = fn;
  return reportOf('work');
};

const partsOf = ({ accounting }: Report): number => {
  const { cpuMs, gcMs, blockedMs, starvedMs, clientMs, unexplainedMs, waiting } = accounting;
  return cpuMs + gcMs + blockedMs + starvedMs + clientMs + unexplainedMs + waiting.reduce((sum, { ms }) => sum + ms, 0);
};

describe.each(Object.entries(CLIENTS))('operations of %s', (_, client) => {
  it('are named, counted and listed', async () => {
    await startWarm(client);
    app.app.get(Prices).client = client;
    const report = await reportOf('one-by-one/24', 'one-by-one/:count');
    const label = `GET ${upstream.host}/wait/:id`;
    const repeated = [report.verdict, ...report.findings].find(({ kind }) => kind === 'repeated-io');
    expect(repeated).toMatchObject({ subject: label, count: 24 });
    expect(repeated?.headline).toContain(`24 × ${label}, one after another, in Prices.priceOf`);
    const waiting = report.accounting.waiting.find(wait => wait.label === label);
    expect(waiting?.on).toBe('http');
    // An answer that came while the loop was held is no wait.
    expect(waiting?.ms).toBeGreaterThan(0.6 * 24 * 24);
    expect(waiting?.count).toBeGreaterThan(18);
    expect(waiting?.count).toBeLessThanOrEqual(24);
    expect(report.operations).toHaveLength(1);
    expect(report.operations[0]).toMatchObject({
      on: 'http',
      system: 'http',
      label,
      peer: upstream.host,
      calls: 24,
      failed: 0,
      concurrency: 1,
      spans: ['Prices.priceOf'],
    });
    expect(report.operations[0]?.totalMs).toBeGreaterThan(24 * 24);
    expect(partsOf(report)).toBeCloseTo(report.accounting.durationMs, 0);
    expect(JSON.stringify(report)).not.toContain('secret');
  });

  it('at the same time are one wait', async () => {
    await startWarm(client);
    const urls = Array.from({ length: 5 }, (_unused, i) => `${upstream.url}/wait/300?${i}`);
    const report = await reportOfWork(() => Promise.all(urls.map(client)));
    const label = `GET ${upstream.host}/wait/:id`;
    expect(report.operations).toHaveLength(1);
    expect(report.operations[0]).toMatchObject({ calls: 5, concurrency: 5 });
    const waiting = report.accounting.waiting.find(wait => wait.label === label);
    expect(waiting?.ms).toBeGreaterThan(150);
    expect(waiting?.ms).toBeLessThanOrEqual(report.accounting.durationMs);
    expect(partsOf(report)).toBeCloseTo(report.accounting.durationMs, 0);
  });

  it('that come in pieces are one operation', async () => {
    await startWarm(client);
    const report = await reportOfWork(() => client(`${upstream.url}/pieces/6/40`));
    const label = `GET ${upstream.host}/pieces/:id/:id`;
    expect(report.verdict).toMatchObject({ kind: 'io', subject: label });
    expect(report.accounting.waiting[0]).toMatchObject({ on: 'http', label, count: 1 });
    expect(report.operations).toHaveLength(1);
    expect(report.operations[0]?.totalMs).toBeGreaterThan(230);
  });

  it('follow redirects', async () => {
    await start();
    const report = await reportOfWork(async () => {
      await client(`${upstream.url}/redirect/wait/60`);
      await client(`${upstream.url}/wait/60`);
    });
    const followed = client !== CLIENTS['node:http'] && client !== CLIENTS['undici.request'];
    expect(new Map(report.operations.map(({ label, calls }) => [label, calls]))).toEqual(
      new Map([
        [`GET ${upstream.host}/wait/:id`, followed ? 2 : 1],
        [`GET ${upstream.host}/redirect/wait/:id`, 1],
      ]),
    );
    expect(report.operations.every(({ failed }) => failed === 0)).toBe(true);
  });

  it('that fail are counted', async () => {
    await startWarm(client);
    const report = await reportOfWork(async () => {
      const began = performance.now();
      await client(`${upstream.url}/cut`).catch(() => undefined);
      await client(`${upstream.url}/status/503`).catch(() => undefined);
      await client('http://127.0.0.1:9/refused').catch(() => undefined);
      // Most of the request, also where the failures take long on a busy machine.
      await delay(Math.max(150, 3 * (performance.now() - began)));
    });
    for (const { label, calls, failed } of report.operations) expect([label, failed]).toEqual([label, calls]);
    expect(report.verdict.kind).toBe('timer');
  });

  it('lose no wait to a timer that others await meanwhile', async () => {
    await startWarm(client);
    let [timerMs, answerMs] = [0, 0];
    const report = await reportOfWork(async () => {
      const answer = client(`${upstream.url}/wait/700`);
      const began = performance.now();
      await delay(250);
      timerMs = performance.now() - began;
      await answer;
      answerMs = performance.now() - began - timerMs;
    });
    const waits = new Map(report.accounting.waiting.map(({ on, ms }) => [on, ms]));
    expect(waits.get('timer')).toBeGreaterThan(timerMs / 2);
    expect(waits.get('timer')).toBeLessThan(timerMs + 5);
    expect(waits.get('http')).toBeGreaterThan(answerMs / 2);
    expect(waits.get('http')).toBeLessThan(answerMs + 5);
  });
});

/** Channels that a library subscribes to. */
const CHANNELS = ['undici:request:create', 'http.client.response.finish'];
const subscribed = (): boolean[] => CHANNELS.map(name => channel(name).hasSubscribers);

describe('operations', () => {
  it.each<[string, PerformanceMonitorOptions]>([
    ['are switched off', { libraries: false }],
    ['are switched off with everything', { enabled: false }],
  ])('subscribe to no channel when they %s', async (_, options) => {
    await start(options);
    expect(subscribed()).toEqual([false, false]);
  });

  it('are recorded for the libraries that are on, until the application closes', async () => {
    await start({ libraries: { 'node-http': false } });
    expect(subscribed()).toEqual([true, false]);
    const report = await reportOfWork(async () => {
      await CLIENTS.fetch?.(`${upstream.url}/wait/60`);
      await CLIENTS.axios?.(`${upstream.url}/wait/60`);
    });
    expect(report.operations.map(({ calls }) => calls)).toEqual([1]);
    const other = report.accounting.waiting.find(({ on }) => on !== 'http' && on !== 'timer');
    expect(other).toMatchObject({ on: 'network', label: `${upstream.host} (TCP)` });
    await app.app.close();
    expect(subscribed()).toEqual([false, false]);
  });

  it('stand in the report of their own application only', async () => {
    await start();
    const [first, url] = [app, app.url];
    const second = await TestApp.start(
      { controllers: [WorkController], providers: [Prices] },
      { threshold: 50, libraries: 'auto' },
    );
    try {
      work = async () => {
        await CLIENTS.fetch?.(`${upstream.url}/wait/80`);
      };
      await (await fetch(`${second.url}/work`)).text();
      const report = await second.report('GET /work');
      expect(report.operations.map(({ label, calls }) => [label, calls])).toEqual([
        [`GET ${upstream.host}/wait/:id`, 1],
      ]);
      await second.app.close();
      // The other one still records.
      await (await fetch(`${url}/work`)).text();
      expect((await first.report('GET /work')).operations).toHaveLength(1);
    } finally {
      await second.close();
    }
  });

  it('outside executions, and of deliveries, are none', async () => {
    const receiver = await Receiver.start();
    await start({ webhook: { url: `${receiver.url}/hooks/secret` } });
    await CLIENTS.fetch?.(`${upstream.url}/wait/1`);
    const report = await reportOfWork(async () => {
      await app.monitor.testNotifiers();
      await delay(60);
    });
    expect(receiver.received.length).toBeGreaterThan(0);
    expect(report.operations).toEqual([]);
    await app.monitor.flush('10s');
    await receiver.close();
  });

  it.each(['fetch', 'undici.request', 'node:http'])('of %s whose answer is never read are not over', async name => {
    await start();
    const unread: Readonly<Record<string, (url: string) => Promise<unknown>>> = {
      fetch: url => fetch(url),
      'undici.request': url => undiciRequest(url),
      'node:http': url =>
        new Promise((resolve, reject) => {
          httpGet(url, { agent }, resolve).once('error', reject);
        }),
    };
    let answer: unknown;
    const report = await reportOfWork(async () => {
      answer = await unread[name]?.(`${upstream.url}/large`);
      await delay(400);
    });
    // An answer that is collected as garbage is cancelled, and its request has failed.
    expect(answer).toBeDefined();
    expect(report.operations[0]).toMatchObject({ label: `GET ${upstream.host}/large`, calls: 1, failed: 0 });
    expect(report.verdict.kind).toBe('timer');
  });

  it('that time out are what was waited for', async () => {
    await start();
    const report = await reportOfWork(async () => {
      await fetch(`${upstream.url}/never`, { signal: AbortSignal.timeout(200) }).catch(() => undefined);
    });
    expect(report.operations[0]).toMatchObject({ label: `GET ${upstream.host}/never`, failed: 1 });
    expect(report.verdict).toMatchObject({ kind: 'io', subject: `GET ${upstream.host}/never` });
  });

  it('that the client did not wait for are named', async () => {
    await start();
    const leaving = new AbortController();
    work = () => fetch(`${upstream.url}/never`);
    const before = upstream.requests;
    const left = fetch(`${app.url}/work`, { signal: leaving.signal }).catch(() => undefined);
    await until(() => upstream.requests > before, 'the request to the upstream');
    await delay(200);
    leaving.abort();
    await left;
    const report = await app.report('GET /work');
    expect(report.execution.outcome).toBe('aborted');
    expect(report.verdict).toMatchObject({ kind: 'io', subject: `GET ${upstream.host}/never` });
  });

  it('wait for a free connection', async () => {
    await start();
    const single = new UndiciAgent({ connections: 1 });
    const report = await reportOfWork(() =>
      Promise.all(
        [1, 2, 3].map(async id =>
          (await undiciRequest(`${upstream.url}/wait/60?${id}`, { dispatcher: single })).body.text(),
        ),
      ),
    );
    await single.close();
    expect(report.operations[0]).toMatchObject({ calls: 3, failed: 0 });
    expect(report.operations[0]?.queuedMs).toBeGreaterThan(150);
  });

  it('beyond a thousand are summed, and still name the waits', async () => {
    await start();
    const report = await reportOfWork(async () => {
      for (let i = 0; i < 1_200; i += 1) await CLIENTS['node:http']?.(`${upstream.url}/wait/0?${i}`);
    });
    expect(report.operations).toHaveLength(1);
    expect(report.operations[0]).toMatchObject({ calls: 1_200, failed: 0, concurrency: 1 });
    const repeated = [report.verdict, ...report.findings].find(({ kind }) => kind === 'repeated-io');
    expect(repeated).toMatchObject({ subject: `GET ${upstream.host}/wait/:id`, count: 1_200 });
    expect(partsOf(report)).toBeCloseTo(report.accounting.durationMs, 0);
  });
});
