import { createConnection } from 'node:net';
import * as nodeFs from 'node:fs/promises';
import { join } from 'node:path';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Controller, Get, Res, type INestApplication, type LoggerService } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import type { ServerResponse } from 'node:http';
import {
  PerformanceMonitorModule,
  PerformanceMonitorService,
  type Alert,
  type Notifier,
  type PerformanceMonitorOptions,
} from '../../lib/index.js';
import { FILE_SYSTEM } from '../../lib/platform/file-system.interface.js';
import { NOTIFIERS } from '../../lib/model/notifier.interface.js';
import { ReportRenderer } from '../../lib/report/report-renderer.js';
import { delay, LineLogger, until } from './support/test-app.js';

@Controller()
class SlowController {
  @Get('slow')
  async slow(@Res({ passthrough: true }) response: ServerResponse): Promise<object> {
    response.setHeader('x-kept', 'yes');
    await delay(80);
    return { answer: 42 };
  }
}

/** The raw bytes of an answer, without the one header that changes by itself. */
function rawAnswer(app: INestApplication, path = '/slow'): Promise<string> {
  const { port } = app.getHttpServer().address() as { port: number };
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = createConnection(port, '127.0.0.1', () =>
      socket.write(`GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`),
    );
    socket.on('data', chunk => (text += chunk.toString('latin1')));
    socket.on('error', reject);
    socket.on('close', () => resolve(text.replace(/Date: .*\r\n/, '')));
  });
}

describe('when something of ours fails', () => {
  let directory = '';
  let app: INestApplication | undefined;
  const rejections: unknown[] = [];
  const remember = (reason: unknown): void => void rejections.push(reason);

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'monitor-faults-'));
    rejections.length = 0;
    process.on('unhandledRejection', remember);
  });
  afterEach(async () => {
    await app?.close();
    app = undefined;
    process.off('unhandledRejection', remember);
    rmSync(directory, { recursive: true, force: true });
    expect(rejections).toEqual([]);
  });

  async function start(
    options: PerformanceMonitorOptions | undefined,
    overrides: readonly (readonly [unknown, unknown])[] = [],
    logger: LoggerService = new LineLogger(),
    prepare: (app: INestApplication) => void = () => undefined,
  ) {
    const imports =
      options === undefined
        ? []
        : [PerformanceMonitorModule.forRoot({ threshold: 50, localFile: { outputDir: directory }, ...options })];
    let builder = Test.createTestingModule({ imports, controllers: [SlowController] });
    for (const [token, value] of overrides) builder = builder.overrideProvider(token as string).useValue(value);
    const module = await builder.setLogger(logger).compile();
    app = module.createNestApplication({ logger });
    prepare(app);
    await app.listen(0, '127.0.0.1');
    return app;
  }

  async function expectHarmless(
    options: PerformanceMonitorOptions,
    overrides: readonly (readonly [unknown, unknown])[],
    said: RegExp,
  ): Promise<void> {
    const logger = new LineLogger();
    const plain = await rawAnswer(await start(undefined));
    await app?.close();
    const watched = await start(options, overrides, logger);
    expect(await rawAnswer(watched)).toBe(plain);
    await watched.get(PerformanceMonitorService).flush('60s');
    await until(() => logger.ours().some(line => said.test(line)), `a line that matches ${said}`);
    expect(logger.ours().filter(line => line.startsWith('error'))).toHaveLength(1);
    expect(await rawAnswer(watched)).toBe(plain);
    await watched.get(PerformanceMonitorService).flush('60s');
    expect(logger.ours().filter(line => line.startsWith('error'))).toHaveLength(1);
  }

  const notifier = (notify: (alert: Alert, signal: AbortSignal) => unknown): Notifier => ({
    name: 'faulty',
    notify: notify as Notifier['notify'],
  });

  it('a notifier that throws changes no answer', async () => {
    const faulty = notifier(() => {
      throw new Error('thrown on purpose');
    });
    await expectHarmless({}, [[NOTIFIERS, [faulty]]], /faulty.*thrown on purpose/);
  });

  it('a notifier that rejects changes no answer', async () => {
    await expectHarmless(
      {},
      [[NOTIFIERS, [notifier(() => Promise.reject(new Error('rejected on purpose')))]]],
      /faulty.*rejected on purpose/,
    );
  });

  it('a notifier that never returns holds up neither answers nor the end of the application', async () => {
    const plain = await rawAnswer(await start(undefined));
    await app?.close();
    let called = 0;
    const hangs = notifier(() => {
      called += 1;
      return new Promise(() => undefined);
    });
    const watched = await start({}, [[NOTIFIERS, [hangs]]]);
    expect(await rawAnswer(watched)).toBe(plain);
    await until(() => called === 1, 'the notifier');
    expect(await watched.get(PerformanceMonitorService).flush(50)).toBe(false);
    expect(await rawAnswer(watched)).toBe(plain);
    await watched.close();
    app = undefined;
  });

  it('a directory that can not be made changes no answer', async () => {
    await nodeFs.symlink(join(directory, 'nowhere'), join(directory, 'link'));
    await expectHarmless({ localFile: { outputDir: join(directory, 'link', 'reports') } }, [], /could not deliver/);
  });

  it('a full disk changes no answer', async () => {
    const full = {
      ...nodeFs,
      open: async (...args: Parameters<typeof nodeFs.open>) => {
        const handle = await nodeFs.open(...args);
        handle.writeFile = () =>
          Promise.reject(Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' }));
        return handle;
      },
    };
    await expectHarmless({}, [[FILE_SYSTEM, full]], /could not deliver/);
  });

  it('a report that can not be written out changes no answer', async () => {
    const renderer = { render: () => Promise.reject(new TypeError('Do not know how to serialize a BigInt')) };
    await expectHarmless({}, [[ReportRenderer, renderer]], /could not deliver.*BigInt/);
  });

  it('a logger that throws changes no answer', async () => {
    const plain = await rawAnswer(await start(undefined));
    await app?.close();
    const throwing: LoggerService = {
      log: () => undefined,
      error: () => {
        throw new Error('the logger is broken');
      },
      warn: () => {
        throw new Error('the logger is broken');
      },
    };
    const watched = await start({}, [], throwing);
    expect(await rawAnswer(watched)).toBe(plain);
    expect(await watched.get(PerformanceMonitorService).flush('60s')).toBe(true);
    expect(await rawAnswer(watched)).toBe(plain);
  });

  it.each(['url', 'headers', 'originalUrl', 'route', 'baseUrl'])(
    'a request whose `%s` throws when it is read is answered',
    async property => {
      const logger = new LineLogger();
      const watched = await start({}, [], logger, host =>
        host.use((request: object, response: ServerResponse) => {
          Object.defineProperty(request, property, {
            configurable: true,
            get: () => {
              throw new Error(`${property} is not yours`);
            },
          });
          setTimeout(() => response.end('answered'), 80);
        }),
      );
      expect(await rawAnswer(watched, '/hostile')).toMatch(/answered/);
      await watched.get(PerformanceMonitorService).flush('60s');
      await until(() => watched.get(PerformanceMonitorService).getStats().executions === 1, 'the execution');
      expect(logger.ours().filter(line => line.startsWith('error')).length).toBeLessThanOrEqual(1);
    },
  );
});
