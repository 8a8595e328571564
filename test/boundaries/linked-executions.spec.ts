import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get, Injectable, Param, Res } from '@nestjs/common';
import { EventEmitter2, EventEmitterModule, OnEvent } from '@nestjs/event-emitter';
import { Cron, ScheduleModule } from '@nestjs/schedule';
import type { Response } from 'express';
import {
  PerformanceMonitorService,
  Profile,
  SkipMonitoring,
  type EndpointStats,
  type PerformanceMonitorOptions,
} from '../../lib/index.js';
import { Barrier } from '../contracts/support/barrier.js';
import { delay, PLATFORMS, spin, TestApp, until } from '../integration/support/test-app.js';
import { ownMs } from '../support/own-time.js';

const LONG_MS = 350;
const OWN_MS = 120;
const THRESHOLD = 250;

let upstream: Server;
let url = '';

function composeLetters(): void {
  spin(OWN_MS);
}

@Injectable()
class Repository {
  async recipients(): Promise<string> {
    return (await fetch(`${url}/recipients`)).text();
  }
  async save(): Promise<string> {
    return (await fetch(`${url}/letters`)).text();
  }
}

/** Its methods return before the work is done. Each is called with `void`. */
@Injectable()
class Mailer {
  finished: string[] = [];
  barrier: Barrier | undefined;

  constructor(private readonly repository: Repository) {}

  @Profile()
  async sendAll(): Promise<void> {
    await this.repository.recipients();
    await delay(LONG_MS);
    composeLetters();
    await this.repository.save();
    this.finished.push('sendAll');
  }

  @Profile('pass it on')
  async passOn(): Promise<void> {
    return this.later();
  }
  private async later(): Promise<void> {
    await delay(LONG_MS);
  }

  @Profile()
  async fail(): Promise<void> {
    await delay(LONG_MS);
    throw new Error('planted');
  }

  @Profile({ threshold: '1h' })
  async patient(): Promise<void> {
    await delay(LONG_MS);
    this.finished.push('patient');
  }

  @Profile()
  async each(id: string): Promise<void> {
    await this.barrier?.visit();
    await this.note(id);
    await delay(LONG_MS);
    await this.note(id);
  }
  async note(id: string): Promise<string> {
    await delay(1);
    return id;
  }

  @SkipMonitoring()
  async unwatched(): Promise<void> {
    await delay(LONG_MS);
  }
}

@Injectable()
class Listeners {
  constructor(private readonly repository: Repository) {}

  @OnEvent('order.created')
  @Profile({ name: 'send invoice' })
  async created(): Promise<void> {
    await delay(LONG_MS);
    await this.repository.save();
  }

  @OnEvent('order.paid')
  async paid(): Promise<void> {
    await delay(LONG_MS);
  }
}

@Injectable()
class Tasks {
  @Cron('0 0 1 1 *', { name: 'yearly' })
  async close(): Promise<void> {
    await delay(LONG_MS);
  }
}

@Controller()
class OrdersController {
  constructor(
    private readonly mailer: Mailer,
    private readonly tasks: Tasks,
    private readonly events: EventEmitter2,
    private readonly monitor: PerformanceMonitorService,
  ) {}

  @Get('order')
  order(): string {
    this.events.emit('order.created');
    return 'ordered';
  }
  @Get('pay')
  pay(): string {
    this.events.emit('order.paid');
    return 'paid';
  }
  @Get('send')
  send(): string {
    void this.mailer.sendAll();
    return 'sent';
  }
  @Get('send-slowly')
  async sendSlowly(): Promise<string> {
    void this.mailer.sendAll();
    await delay(THRESHOLD + 20);
    return 'sent';
  }
  @Get('wait')
  async wait(): Promise<string> {
    await this.mailer.sendAll();
    return 'sent';
  }
  @Get('pass-on')
  passOn(): string {
    void this.mailer.passOn();
    return 'passed';
  }
  @Get('fail')
  fail(): string {
    this.mailer.fail().catch(() => undefined);
    return 'ok';
  }
  @Get('patient')
  patient(): string {
    void this.mailer.patient();
    void this.mailer.unwatched();
    return 'ok';
  }
  @Get('named')
  named(): string {
    void this.monitor.profile('import', () => delay(LONG_MS));
    void this.monitor.profile('long import', () => delay(LONG_MS), { threshold: '1h' });
    return 'ok';
  }
  @Get('close')
  close(): string {
    void this.tasks.close();
    return 'closing';
  }
  @Get('each/:id')
  each(@Param('id') id: string): string {
    void this.mailer.each(id);
    return id;
  }
  /** Its handler ends when the client leaves. */
  @Get('stream')
  @Profile('the stream')
  async stream(@Res() response: Response): Promise<void> {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write('data: 1\n\n');
    await new Promise(resolve => response.once('close', resolve));
    await delay(LONG_MS);
  }
}

describe('work that outlives its execution', () => {
  let app: TestApp;
  beforeAll(async () => {
    upstream = createServer((_, response) => void response.end('ok'));
    await new Promise<void>(resolve => upstream.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    upstream.closeAllConnections();
    await new Promise(resolve => upstream.close(resolve));
  });
  afterEach(() => app.close());

  async function start(
    options: PerformanceMonitorOptions = {},
    platform: (typeof PLATFORMS)[number] = 'express',
  ): Promise<void> {
    app = await TestApp.start(
      {
        imports: [EventEmitterModule.forRoot(), ScheduleModule.forRoot()],
        controllers: [OrdersController],
        providers: [Mailer, Repository, Listeners, Tasks],
      },
      { threshold: THRESHOLD, ...options },
      platform,
    );
    await app.warm();
  }
  const get = async (path: string): Promise<string> => (await fetch(`${app.url}${path}`)).text();
  const statsOf = (name: string): EndpointStats | undefined =>
    app.monitor.getStats().endpoints.find(endpoint => endpoint.name === name);
  async function idle(): Promise<void> {
    await until(() => app.monitor.active().length === 0, 'the end of all executions');
  }

  it.each(PLATFORMS)('is an execution of its own, linked to the first one, on %s', async platform => {
    await start({}, platform);
    expect(await get('/send')).toBe('sent');
    const { execution, accounting, timeline, operations } = await app.report('Mailer.sendAll');
    expect(execution).toMatchObject({
      kind: 'function',
      outcome: 'ok',
      thresholdMs: THRESHOLD,
      linkedTo: { kind: 'http', name: 'GET /send' },
    });
    expect(execution.durationMs).toBeGreaterThanOrEqual(LONG_MS + OWN_MS);
    expect(ownMs(accounting)).toBeGreaterThanOrEqual(OWN_MS * 0.8);
    expect(accounting.waiting).toContainEqual(expect.objectContaining({ on: 'timer' }));
    expect(timeline.spans.map(({ name }) => name)).toEqual([
      'Mailer.sendAll',
      'Repository.recipients',
      'Repository.save',
    ]);
    expect(operations.map(({ spans: [span] }) => span).sort()).toEqual(['Repository.recipients', 'Repository.save']);
    expect(statsOf('Mailer.sendAll')).toMatchObject({ kind: 'function', count: 1, slow: 1 });
    expect(statsOf('GET /send')?.count).toBe(1);
    await idle();
  });

  it('leaves the report of the first one whole', async () => {
    await start();
    expect(await get('/send-slowly')).toBe('sent');
    const linked = await app.report('Mailer.sendAll');
    const first = await app.report('GET /send-slowly');
    expect(first.execution.linkedTo).toBeUndefined();
    const names = first.timeline.spans.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['Mailer.sendAll', 'Repository.recipients']));
    expect(names).not.toContain('Repository.save');
    expect(linked.timeline.spans.map(({ name }) => name)).toContain('Repository.save');
    expect(first.operations.map(({ spans }) => spans)).toEqual([['Repository.recipients']]);
    expect(JSON.stringify(first.tree)).not.toContain('composeLetters');
    for (const { accounting, execution } of [first, linked]) {
      const { cpuMs, gcMs, blockedMs, starvedMs, clientMs, unexplainedMs, waiting } = accounting;
      const waited = waiting.reduce((sum, { ms }) => sum + ms, 0);
      const sum = cpuMs + gcMs + blockedMs + starvedMs + clientMs + unexplainedMs + waited;
      expect(Math.abs(sum - execution.durationMs)).toBeLessThanOrEqual(Math.max(1, execution.durationMs * 0.01));
    }
  });

  it('is a part of an execution that waits for it', async () => {
    await start();
    expect(await get('/wait')).toBe('sent');
    const { timeline } = await app.report('GET /wait');
    expect(timeline.spans.map(({ name }) => name)).toContain('Mailer.sendAll');
    await idle();
    expect(statsOf('Mailer.sendAll')).toBeUndefined();
  });

  it('is an event when a listener does it', async () => {
    await start();
    expect(await get('/order')).toBe('ordered');
    expect(await get('/pay')).toBe('paid');
    const created = await app.report('event order.created');
    expect(created.execution).toMatchObject({
      kind: 'event',
      handler: 'Listeners.created',
      linkedTo: { kind: 'http', name: 'GET /order' },
    });
    expect(created.timeline.spans.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['event order.created', 'send invoice', 'Repository.save']),
    );
    const paid = await app.report('event order.paid');
    expect(paid.execution.linkedTo).toEqual({ kind: 'http', name: 'GET /pay' });
    expect(paid.timeline.spans.map(({ name }) => name)).toEqual(['event order.paid', 'Listeners.paid']);
    expect(statsOf('send invoice')).toBeUndefined();
  });

  it('is a run of a cron when code starts it by hand', async () => {
    await start();
    expect(await get('/close')).toBe('closing');
    const { execution } = await app.report('cron yearly');
    expect(execution).toMatchObject({ kind: 'cron', handler: 'Tasks.close', linkedTo: { name: 'GET /close' } });
  });

  it('is found behind a promise that was resolved with a pending one', async () => {
    await start();
    expect(await get('/pass-on')).toBe('passed');
    const { execution } = await app.report('pass it on');
    expect(execution.durationMs).toBeGreaterThanOrEqual(LONG_MS * 0.95);
    expect(execution.linkedTo).toEqual({ kind: 'http', name: 'GET /pass-on' });
  });

  it('has failed when it fails', async () => {
    await start();
    expect(await get('/fail')).toBe('ok');
    expect((await app.report('Mailer.fail')).execution.outcome).toBe('error');
  });

  it('has the threshold of its decorator, or of its call', async () => {
    await start();
    expect(await get('/patient')).toBe('ok');
    expect(await get('/named')).toBe('ok');
    expect((await app.report('import')).execution.linkedTo).toEqual({ kind: 'http', name: 'GET /named' });
    await idle();
    await until(() => statsOf('Mailer.patient') !== undefined && statsOf('long import') !== undefined, 'both ends');
    const names = (await app.reports()).map(({ execution }) => execution.name);
    expect(names).not.toContain('Mailer.patient');
    expect(names).not.toContain('long import');
  });

  it('is counted, and not reported, where a pattern excludes it', async () => {
    await start({ exclude: ['Mailer.*'] });
    expect(await get('/send')).toBe('sent');
    await until(() => statsOf('Mailer.sendAll')?.count === 1, 'the end');
    expect((await app.reports()).map(({ execution }) => execution.name)).not.toContain('Mailer.sendAll');
  });

  it('has the trace of the first one', async () => {
    await start();
    const traceId = '0af7651916cd43dd8448eb211c80319c';
    const headers = { traceparent: `00-${traceId}-b7ad6b7169203331-01` };
    await (await fetch(`${app.url}/send`, { headers })).text();
    const { execution } = await app.report('Mailer.sendAll');
    expect(execution.linkedTo).toEqual({ kind: 'http', name: 'GET /send', traceId });
  });

  it('keeps twenty at once apart', async () => {
    await start({ threshold: 1, escalation: false, alertWindow: '1s' });
    const mailer = app.app.get(Mailer);
    mailer.barrier = new Barrier(20);
    const ids = Array.from({ length: 20 }, (_, index) => String(index));
    expect(await Promise.all(ids.map(id => get(`/each/${id}`)))).toEqual(ids);
    await idle();
    await until(() => statsOf('Mailer.each')?.count === 20, 'all of them');
    const reports = (await app.reports()).filter(({ execution }) => execution.name === 'Mailer.each');
    expect(reports.length).toBeGreaterThan(0);
    for (const { execution, timeline } of reports) {
      expect(execution.linkedTo).toEqual({ kind: 'http', name: 'GET /each/:id' });
      expect(timeline.spans.map(({ name }) => name)).toEqual(['Mailer.each', 'Mailer.note', 'Mailer.note']);
    }
  });

  it('is none where a stream stays open', async () => {
    await start();
    const leaving = new AbortController();
    const response = await fetch(`${app.url}/stream`, { signal: leaving.signal });
    await response.body?.getReader().read();
    await until(() => statsOf('GET /stream') !== undefined, 'the open stream');
    expect(app.monitor.active()).toEqual([]);
    leaving.abort();
    await delay(0);
    expect(statsOf('the stream')).toBeUndefined();
  });
});
