import type { IncomingMessage } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { INestApplication } from '@nestjs/common';
import type { Report } from '../../lib/index.js';
import { HomeMadeQueue, PooledClient } from './support/lost-context.js';
import { lost, LostController, Work } from './support/lost-controller.js';
import { PLATFORMS, TestApp, until } from './support/test-app.js';

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
  const spansOf = ({ timeline }: Report): string[] => timeline.spans.map(({ name }) => name);

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
    expect(spansOf(ofA)).toEqual(['GET /a', 'LostController.a', 'Work.ofA']);
    expect(JSON.stringify(ofA.tree)).not.toContain('ofB');
    expect(ofB.execution.handler).toBe('LostController.b');
    expect(spansOf(ofB)).toEqual(['GET /b', 'LostController.b', 'Work.ofB', 'Work.ofB', 'Work.ofB']);
    expect(ofB.accounting.cpuMs).toBeGreaterThan(150);
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
  }

  it.each(kinds)('to %s are recovered by the handler', async (_name, middleware) => {
    const app = await start(await middleware());
    for (const path of ['/muted', '/lax', '/computes', '/at-once']) expect(await post(app, path)).toBe(answers[path]);
    const computes = await app.report('POST /computes');
    expect(computes.execution.handler).toBe('LostController.computes');
    expect(spansOf(computes)).toEqual(['POST /computes', 'LostController.computes', 'Work.ofB']);
    expect(computes.verdict.kind).toBe('cpu');
    expect(computes.accounting.cpuMs).toBeGreaterThan(250);
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

const answers: Record<string, string> = {
  '/muted': 'muted',
  '/lax': 'lax',
  '/computes': 'computed',
  '/at-once': 'at once',
};
