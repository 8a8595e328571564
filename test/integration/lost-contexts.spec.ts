import type { IncomingMessage } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { INestApplication } from '@nestjs/common';
import type { Report } from '../../lib/index.js';
import { HomeMadeQueue, PooledClient } from './support/lost-context.js';
import { lost, LostController, Work } from './support/lost-controller.js';
import { LOST_MS, LostWaitsController, gate, WAIT_MS, Waiting, WaitingGuard } from './support/lost-waits.controller.js';
import { delay, PLATFORMS, spanNames, spin, TestApp, until } from './support/test-app.js';
import { ownMs } from '../support/own-time.js';

type Middleware = (request: IncomingMessage, response: unknown, next: () => void) => void;

describe.each(PLATFORMS)('requests whose async context is lost on %s', platform => {
  const closers: (() => unknown)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0)) await close();
  });

  async function start(middleware: Middleware): Promise<TestApp> {
    const timed: Middleware = (request, response, next) => {
      lost.since = performance.now();
      middleware(request, response, next);
    };
    const prepare = (app: INestApplication): unknown => app.use(timed);
    const app = await TestApp.start({ controllers: [LostController], providers: [Work] }, {}, platform, prepare);
    closers.push(() => app.close());
    return app;
  }
  async function pooled(): Promise<PooledClient> {
    const client = await PooledClient.start();
    closers.push(() => client.stop());
    return client;
  }
  const get = async (app: TestApp, path: string): Promise<string> => (await fetch(app.url + path)).text();
  const post = async (app: TestApp, path: string): Promise<string> => {
    const headers = { 'content-type': 'text/plain' };
    return (await fetch(app.url + path, { method: 'POST', headers, body: 'x'.repeat(80_000) })).text();
  };

  it('have their own handler and spans, not those of the request that opened the connection', async () => {
    const client = await pooled();
    const app = await start((_request, _response, next) => client.ask(next));
    const work = app.app.get(Work);
    const a = get(app, '/a');
    const idle = work.release;
    await until(() => work.release !== idle, 'the handler of A');
    expect(await get(app, '/b')).toBe('b');
    work.release();
    expect(await a).toBe('a');
    const ofA = await app.report('GET /a');
    const ofB = await app.report('GET /b');
    expect(ofA.execution.handler).toBe('LostController.a');
    expect(spanNames(ofA)).toEqual(['GET /a', 'LostController.a', 'Work.ofA']);
    expect(JSON.stringify(ofA.tree)).not.toContain('ofB');
    expect(ofB.execution.handler).toBe('LostController.b');
    expect(spanNames(ofB)).toEqual(['GET /b', 'LostController.b', 'Work.ofB', 'Work.ofB', 'Work.ofB']);
    expect(ownMs(ofB.accounting)).toBeGreaterThan(150);
    expect(app.monitor.getStats().alerts.sent).toBe(2);
  });

  it('do not mute the alert of another request when they are muted', async () => {
    const client = await pooled();
    let goOn: (() => void) | undefined;
    const app = await start((request, _response, next) => {
      client.ask(request.url === '/values' ? () => (goOn = next) : next);
    });
    const a = get(app, '/values');
    await until(() => goOn !== undefined, 'the answer to A');
    expect(await post(app, '/muted')).toBe('muted');
    goOn?.();
    expect(await a).toBe('20');
    const report = await app.report('GET /values');
    expect(report.execution.handler).toBe('LostController.values');
    expect(await app.reports()).toHaveLength(1);
    expect(app.monitor.getStats().executions).toBe(2);
  });

  const kinds: [string, () => Promise<Middleware>][] = [
    [
      'a pooled connection',
      async () => {
        const client = await pooled();
        return (_request, _response, next) => client.ask(next);
      },
    ],
    [
      'a queue of an interval',
      async () => {
        const queue = new HomeMadeQueue();
        closers.push(() => queue.stop());
        return (_request, _response, next) => queue.ask(next);
      },
    ],
  ];
  if (platform === 'express') {
    kinds.push([
      'the request’s own events, the raw body being kept as `raw`',
      async () => (request, _response, next) => {
        const chunks: Buffer[] = [];
        request.on('data', (chunk: Buffer) => chunks.push(chunk));
        request.on('end', () => {
          Object.assign(request, { raw: Buffer.concat(chunks) });
          next();
        });
      },
    ]);
    kinds.push([
      'the request’s body, read as a stream',
      async () => (request, _response, next) => {
        void (async () => {
          for await (const _ of request);
          next();
        })();
      },
    ]);
  }

  it.each(kinds)('to %s are recovered by the handler', async (_name, middleware) => {
    const app = await start(await middleware());
    for (const path of ['/muted', '/lax', '/computes', '/at-once']) expect(await post(app, path)).toBe(answers[path]);
    const computes = await app.report('POST /computes');
    expect(computes.execution.handler).toBe('LostController.computes');
    expect(spanNames(computes)).toEqual(['POST /computes', 'LostController.computes', 'Work.ofB']);
    expect(computes.verdict.kind).toBe('cpu');
    expect(ownMs(computes.accounting)).toBeGreaterThan(250);
    const atOnce = await app.report('POST /at-once');
    expect(atOnce.execution.handler).toBe('LostController.atOnce');
    expect(atOnce.verdict.kind).toBe('cpu');
    expect(await app.reports()).toHaveLength(2);
  });

  it('are answered as without a monitor', async () => {
    const client = await pooled();
    const app = await start((_request, _response, next) => client.ask(next));
    for (let turn = 0; turn < 2; turn += 1) {
      expect(await get(app, '/values')).toBe('20');
      const failed = await fetch(`${app.url}/fails`);
      expect([failed.status, await failed.json()]).toEqual([418, { statusCode: 418, message: 'teapot' }]);
    }
    await until(() => app.monitor.getStats().executions === 4, 'four executions');
  });

  it('end with their first event when they stream events', async () => {
    const client = await pooled();
    const app = await start((_request, _response, next) => client.ask(next));
    await get(app, '/values');
    const controller = new AbortController();
    const answer = await fetch(`${app.url}/events`, { signal: controller.signal });
    const reader = answer.body?.getReader();
    let text = '';
    while (!text.includes('data:')) text += Buffer.from((await reader?.read())?.value ?? []).toString();
    await until(() => app.monitor.getStats().executions === 2, 'the end of the execution');
    controller.abort();
  });
});

describe.each(PLATFORMS)('a request in whose context another one ran, on %s', platform => {
  const closers: (() => unknown)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0)) await close();
  });

  async function start(middleware: Middleware): Promise<TestApp> {
    const metadata = { controllers: [LostWaitsController], providers: [Waiting, WaitingGuard] };
    const app = await TestApp.start(metadata, {}, platform, nest => nest.use(middleware));
    closers.push(() => app.close());
    return app;
  }
  async function pooled(): Promise<PooledClient> {
    const client = await PooledClient.start();
    closers.push(() => client.stop());
    return client;
  }
  const get = async (app: TestApp, path: string): Promise<string> => (await fetch(app.url + path)).text();

  /** Sends B a while after A began to wait. */
  async function runBoth(
    app: TestApp,
    path: string,
    afterMs: number,
  ): Promise<{ ofA: Report; ofB: Report; sent: number }> {
    const waiting = app.app.get(Waiting);
    const begun = new Promise<number>(resolve => (waiting.begins = () => resolve(performance.now())));
    const a = get(app, '/a');
    const begin = await begun;
    await delay(afterMs);
    const sent = performance.now() - begin;
    await Promise.all([a, get(app, path)]);
    return { ofA: await app.report('GET /a'), ofB: await app.report(`GET ${path}`), sent };
  }

  /** The code and the waits of a span since B was sent. */
  const within = (report: Report, name: string, sent: number) => {
    const span = report.timeline.spans.find(each => each.name === name);
    if (span === undefined) throw new Error(`no span ${name}`);
    const isLater = ({ endMs }: { endMs: number }): boolean => endMs > span.startMs + sent;
    const own = ownSlices(report).filter(each => isLater(each) && each.endMs < span.endMs);
    return { own, waits: report.timeline.waits.filter(each => isLater(each) && each.startMs < span.endMs) };
  };
  const ownSlices = ({ timeline }: Report) => timeline.loop.filter(({ type }) => type === 'own');

  /** A ran nothing during its wait, and waited for its timer only. */
  function expectOneWait({ ofA, sent }: { ofA: Report; sent: number }): void {
    expect(ofA.verdict).toMatchObject({ kind: 'timer', subject: 'Waiting.ofA' });
    const { own, waits } = within(ofA, 'Waiting.ofA', sent);
    expect(own).toEqual([]);
    expect(new Set(waits.map(({ on }) => on))).toEqual(new Set(['timer']));
    expect(ofA.accounting.waiting).toContainEqual(expect.objectContaining({ on: 'timer', count: 1 }));
    expect(spanNames(ofA)).toEqual(['GET /a', 'LostWaitsController.a', 'Waiting.ofA']);
  }
  const cpuBeforeHandler = (report: Report): number => {
    const { startMs = 0 } = report.timeline.spans.find(({ kind }) => kind === 'handler') ?? {};
    return ownSlices(report).reduce((sum, own) => sum + Math.max(0, Math.min(own.endMs, startMs) - own.startMs), 0);
  };
  const waited = ({ accounting }: Report, on: string): number =>
    accounting.waiting.reduce((sum, wait) => sum + (wait.on === on ? wait.ms : 0), 0);

  it.each([20, WAIT_MS / 2, WAIT_MS - 50])(
    'waits only for its own timer, the other one coming after %i ms',
    async ms => {
      const client = await pooled();
      const app = await start((request, _response, next) => {
        client.ask(() => {
          if (request.url === '/b') spin(LOST_MS);
          next();
        });
      });
      const { ofA, ofB, sent } = await runBoth(app, '/b', ms);
      expectOneWait({ ofA, sent });
      expect(cpuBeforeHandler(ofB)).toBeGreaterThan(LOST_MS);
      expect(waited(ofB, 'network')).toBeGreaterThan(0);
    },
  );

  it('waits only for its own timer while a guard of the other one waits, too', async () => {
    const client = await pooled();
    const app = await start((_request, _response, next) => client.ask(next));
    const { ofA, ofB, sent } = await runBoth(app, '/guarded', 100);
    expectOneWait({ ofA, sent });
    expect(cpuBeforeHandler(ofB)).toBeGreaterThan(2 * LOST_MS);
    expect(waited(ofB, 'network')).toBeGreaterThan(0);
    expect(waited(ofB, 'timer')).toBeGreaterThan(250);
  });

  it.each(['/throws', '/filtered'])('waits only for its own timer when the other one throws: %s', async path => {
    const client = await pooled();
    const app = await start((_request, _response, next) => client.ask(next));
    expectOneWait(await runBoth(app, path, 100));
  });

  it('waits only for its own timer in the method that opened the connection', async () => {
    const client = await pooled();
    const app = await start((request, _response, next) => (request.url === '/a' ? next() : client.ask(next)));
    app.app.get(Waiting).client = client;
    const { ofA } = await runBoth(app, '/b', 300);
    expect(ofA.verdict).toMatchObject({ kind: 'timer', subject: 'Waiting.ofA' });
    expect(waited(ofA, 'network')).toBeLessThan(WAIT_MS / 4);
    expect(waited(ofA, 'timer')).toBeGreaterThan(WAIT_MS / 2);
  });

  it('keeps its own code when it calls the other one on', async () => {
    const app = await start((request, _response, next) => (request.url === '/b' ? gate.pass(next) : next()));
    await Promise.all([get(app, '/holds'), get(app, '/b')]);
    const ofA = await app.report('GET /holds');
    expect(ofA.verdict.kind).toBe('cpu');
    expect(ownMs(ofA.accounting)).toBeGreaterThan(200);
  });
});

const answers: Record<string, string> = {
  '/muted': 'muted',
  '/lax': 'lax',
  '/computes': 'computed',
  '/at-once': 'at once',
};
