import { afterEach, describe, expect, it } from '@jest/globals';
import {
  Controller,
  Get,
  Injectable,
  Module,
  Scope,
  type DynamicModule,
  type INestApplicationContext,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import {
  PerformanceMonitorConfigError,
  PerformanceMonitorModule,
  PerformanceMonitorService,
  Profile,
} from '../../lib/index.js';
import { delay, LineLogger, TestApp, until } from './support/test-app.js';

@Injectable()
class Work {
  async step(): Promise<string> {
    await delay(60);
    return 'stepped';
  }
  @Profile()
  async job(): Promise<string> {
    return this.step();
  }
}
@Injectable({ scope: Scope.REQUEST })
class Scoped {
  async step(): Promise<string> {
    await delay(1);
    return 'scoped';
  }
}
@Controller()
class WorkController {
  constructor(
    readonly work: Work,
    readonly scoped: Scoped,
  ) {}
  @Get('work')
  async get(): Promise<string> {
    await this.scoped.step();
    return this.work.step();
  }
}
const metadata = { controllers: [WorkController], providers: [Work, Scoped] };
const original = Scoped.prototype.step;

class OptionsFactory {
  createPerformanceMonitorOptions() {
    return { threshold: 123, localFile: false as const };
  }
}
@Module({ providers: [OptionsFactory], exports: [OptionsFactory] })
class OptionsModule {}

describe('PerformanceMonitorModule', () => {
  const open: { close(): Promise<void> }[] = [];
  afterEach(async () => {
    for (const app of open.splice(0)) await app.close();
  });
  const context = async (...imports: NonNullable<DynamicModule['imports']>): Promise<INestApplicationContext> => {
    class Root {}
    Module({ imports, providers: [Work] })(Root);
    const app = await NestFactory.createApplicationContext(Root, { logger: new LineLogger(), abortOnError: false });
    open.push(app);
    return app;
  };

  it('watches a standalone application, without any options', async () => {
    const app = await context(PerformanceMonitorModule.forRoot());
    expect(await app.get(Work).job()).toBe('stepped');
    const monitor = app.get(PerformanceMonitorService);
    expect(monitor.getStats().endpoints).toMatchObject([{ name: 'Work.job', count: 1 }]);
  });

  it.each([
    [
      'useFactory with inject',
      {
        imports: [OptionsModule],
        inject: [OptionsFactory],
        useFactory: (from: OptionsFactory) => from.createPerformanceMonitorOptions(),
      },
    ],
    ['an async useFactory', { useFactory: async () => new OptionsFactory().createPerformanceMonitorOptions() }],
    ['useClass', { useClass: OptionsFactory }],
    ['useExisting', { imports: [OptionsModule], useExisting: OptionsFactory }],
  ])('takes its options from %s', async (_, options) => {
    const app = await context(PerformanceMonitorModule.forRootAsync(options as never));
    await app.get(Work).job();
    expect(app.get(PerformanceMonitorService).getStats()).toMatchObject({ executions: 1, slow: 0 });
    expect(app.get(PerformanceMonitorService).isEnabled()).toBe(true);
  });

  it('stops the start over wrong settings, with every fault', async () => {
    const started = context(PerformanceMonitorModule.forRoot({ threshold: 'soon', logLevel: 'loud' as never }));
    const error: unknown = await started.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(PerformanceMonitorConfigError);
    expect((error as PerformanceMonitorConfigError).faults).toHaveLength(2);
  });

  it('counts and reports a request once when it is imported twice', async () => {
    const second = PerformanceMonitorModule.forRoot({ localFile: false, threshold: 5 });
    const app = await TestApp.start({ ...metadata, imports: [second] }, { threshold: 40 });
    open.push(app);
    await fetch(`${app.url}/work`);
    const report = await app.report('GET /work');
    expect(report.execution.thresholdMs).toBe(40);
    expect(app.monitor.getStats()).toMatchObject({ executions: 1, slow: 1 });
    expect(report.timeline.spans.filter(({ name }) => name === 'Work.step')).toHaveLength(1);
  });

  it('keeps two applications of one process apart', async () => {
    const one = await TestApp.start(metadata, { threshold: 40 });
    const two = await TestApp.start(metadata, { threshold: '1m' });
    open.push(two);
    await Promise.all([fetch(`${one.url}/work`), fetch(`${two.url}/work`), fetch(`${two.url}/work`)]);
    await until(
      () => one.monitor.getStats().executions === 1 && two.monitor.getStats().executions === 2,
      'all executions',
    );
    const names = (await one.report('GET /work')).timeline.spans.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['Scoped.step', 'Work.step']));
    expect(await two.reports()).toEqual([]);
    await one.close();
    expect(await (await fetch(`${two.url}/work`)).text()).toBe('stepped');
    await two.app.get(Work).job();
    await until(() => two.monitor.getStats().executions === 4, 'the executions of the one that is left');
    await two.close();
    open.length = 0;
    expect(Scoped.prototype.step).toBe(original);
  });

  it('hooks nothing when it is switched off, and everything of it works', async () => {
    const app = await TestApp.start(metadata, { enabled: false });
    open.push(app);
    expect((app.app.getHttpAdapter() as { onRequestHook?: unknown }).onRequestHook).toBeUndefined();
    expect(Object.hasOwn(app.app.get(Work), 'step')).toBe(false);
    expect(Scoped.prototype.step).toBe(original);
    expect(await (await fetch(`${app.url}/work`)).text()).toBe('stepped');
    expect(await app.app.get(Work).job()).toBe('stepped');
    expect(app.monitor.profile('x', () => 5)).toBe(5);
    app.monitor.enable();
    expect([app.monitor.isEnabled(), app.monitor.getStats().executions, await app.monitor.flush()]).toEqual([
      false,
      0,
      true,
    ]);
  });

  it('chains the request hook that is there, and puts everything back when the application closes', async () => {
    const before = new Set(process.getActiveResourcesInfo());
    const listeners = process.eventNames().map(name => [name, process.listenerCount(name)]);
    const urls: string[] = [];
    const hook = (request: { url: string }, _response: unknown, done: () => void): void => {
      urls.push(request.url);
      done();
    };
    const app = await TestApp.start(metadata, {}, 'express', host => {
      (host.getHttpAdapter() as unknown as { setOnRequestHook(each: unknown): void }).setOnRequestHook(hook);
    });
    const adapter = app.app.getHttpAdapter() as unknown as { onRequestHook?: unknown };
    const work = app.app.get(Work);
    await fetch(`${app.url}/work`, { headers: { connection: 'close' } });
    await until(() => app.monitor.getStats().executions === 1, 'the execution');
    expect(urls).toEqual(['/work']);
    expect(adapter.onRequestHook).not.toBe(hook);
    await app.close();
    expect(adapter.onRequestHook).toBe(hook);
    expect(Object.getOwnPropertyNames(work)).toEqual([]);
    expect(Scoped.prototype.step).toBe(original);
    expect(process.eventNames().map(name => [name, process.listenerCount(name)])).toEqual(listeners);
    await until(() => {
      const left = process.getActiveResourcesInfo().filter(name => name !== 'Timeout' && !name.startsWith('TCPSocket'));
      return left.every(name => before.has(name));
    }, 'the end of all handles');
  });
});
