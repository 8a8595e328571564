import { request as httpRequest } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Controller, Get, Sse, type MessageEvent } from '@nestjs/common';
import { EMPTY, interval, map, NEVER, Observable, of } from 'rxjs';
import { delay, PLATFORMS, spin, TestApp, until } from '../integration/support/test-app.js';

/** Called when the handler runs. */
let lengthyBegins: () => void = () => undefined;

@Controller()
class EventsController {
  @Sse('fails')
  async fails(): Promise<Observable<MessageEvent>> {
    await delay(300);
    throw new Error('planted');
  }

  @Sse('empty')
  async empty(): Promise<Observable<MessageEvent>> {
    await delay(300);
    return EMPTY;
  }

  @Sse('lengthy')
  async lengthy(): Promise<Observable<MessageEvent>> {
    lengthyBegins();
    await new Promise(resolve => setTimeout(resolve, 60_000).unref());
    return NEVER;
  }

  @Sse('silent')
  async silent(): Promise<Observable<MessageEvent>> {
    await delay(300);
    return NEVER;
  }

  @Sse('busy')
  busy(): Observable<MessageEvent> {
    return new Observable(() => {
      spin(300);
    });
  }

  @Sse('rare')
  rare(): Observable<MessageEvent> {
    return interval(2_500).pipe(map(n => ({ data: `${n}` })));
  }

  @Sse('prompt')
  async prompt(): Promise<Observable<MessageEvent>> {
    return of({ data: 'prompt' });
  }

  @Get('plain')
  plain(): string {
    return 'plain';
  }
}

/** Opens a stream, and waits until its header has come and `text` was read. */
async function opened(url: string, text: string): Promise<AbortController> {
  const controller = new AbortController();
  const reader = (await fetch(url, { signal: controller.signal })).body?.getReader();
  let read = '';
  while (!read.includes(text)) read += Buffer.from((await reader?.read())?.value ?? []).toString();
  return controller;
}

describe.each(PLATFORMS)('A stream of events on %s', platform => {
  const apps: TestApp[] = [];
  const streams: AbortController[] = [];
  afterEach(async () => {
    for (const stream of streams.splice(0)) stream.abort();
    for (const app of apps.splice(0)) await app.close();
  });

  const start = async (threshold = 200): Promise<TestApp> => {
    const app = await TestApp.start({ controllers: [EventsController] }, { threshold }, platform);
    apps.push(app);
    return app;
  };
  const open = async (app: TestApp, path: string, text: string): Promise<void> => {
    streams.push(await opened(`${app.url}/${path}`, text));
  };

  it.each(['fails', 'empty'])('is slow when it took long until it %s', async path => {
    // What the first request compiles is no part of the second, which is the slow one.
    const app = await start(60_000);
    await (await fetch(`${app.url}/${path}`)).text();
    app.monitor.updateOptions({ threshold: 200 });
    await (await fetch(`${app.url}/${path}`)).text();
    const { execution, verdict } = await app.report(`GET /${path}`);
    expect(execution.durationMs).toBeGreaterThanOrEqual(290);
    expect(verdict).toMatchObject({ kind: 'timer', subject: `EventsController.${path}` });
  });

  it('is aborted when its client leaves before it is open, and lasted until then', async () => {
    const app = await start();
    const begun = new Promise<void>(resolve => (lengthyBegins = resolve));
    // Not `fetch()`: it connects again at once, and the application waits four seconds for that connection at its end.
    const request = httpRequest(`${app.url}/lengthy`)
      .on('error', () => undefined)
      .end();
    await begun;
    setTimeout(() => request.destroy(), 350);
    const { execution } = await app.report('GET /lengthy');
    expect(execution.outcome).toBe('aborted');
    expect(execution.durationMs).toBeGreaterThanOrEqual(300);
    expect(app.monitor.getStats().executions).toBe(1);
  });

  it.each(['silent', 'busy'])('is measured until it is open (%s), not until its first event', async path => {
    const app = await start();
    await open(app, path, '\n');
    const { execution } = await app.report(`GET /${path}`);
    expect(execution).toMatchObject({ outcome: 'ok', status: 200 });
    expect(execution.durationMs).toBeGreaterThanOrEqual(290);
    // The report came while the stream was still open.
    expect(streams.every(({ signal }) => !signal.aborted)).toBe(true);
  });

  it('is not slow because it waits for its first event', async () => {
    const app = await start(2_000);
    await open(app, 'rare', 'data: 0');
    expect(app.monitor.getStats()).toMatchObject({ executions: 1, slow: 0 });
  });

  it('restores its handler when the last application that has it closes', async () => {
    const first = await start();
    const second = await start();
    const covered = (): boolean => Object.hasOwn(EventsController.prototype.prompt, 'apply');
    for (const app of [first, second]) await open(app, 'prompt', 'data: prompt');
    expect(covered()).toBe(true);
    await first.close();
    expect(covered()).toBe(true);
    await open(second, 'prompt', 'data: prompt');
    await until(() => second.monitor.getStats().executions === 2, 'two executions');
    await second.close();
    apps.length = 0;
    expect(covered()).toBe(false);
  });
});
