import inspector from 'node:inspector';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import {
  Controller,
  Get,
  Inject,
  Injectable,
  Module,
  Scope,
  type DynamicModule,
  type INestApplicationContext,
  type OnModuleInit,
} from '@nestjs/common';
import { HttpAdapterHost, NestFactory } from '@nestjs/core';
import {
  PerformanceMonitorConfigError,
  PerformanceMonitorModule,
  PerformanceMonitorService,
  Profile,
} from '../../lib/index.js';
import { delay, LineLogger, PLATFORMS, TestApp, until } from './support/test-app.js';

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
type RequestHook = (request: { url: string }, response: unknown, done: () => void) => void;
interface HookedAdapter {
  readonly onRequestHook?: RequestHook;
  setOnRequestHook(hook: RequestHook): void;
  setOnResponseHook(hook: (request: { url: string }) => void): void;
}
const hookOf = ({ httpAdapter }: { httpAdapter: unknown }): HookedAdapter => httpAdapter as HookedAdapter;

const metadata = { controllers: [WorkController], providers: [Work, Scoped] };

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
    const monitor = app.get(PerformanceMonitorService);
    expect(monitor.getEffectiveOptions()['threshold']).toMatchObject({ value: 123 });
    expect(monitor.getStats().executions).toBe(1);
    expect(monitor.isEnabled()).toBe(true);
  });

  it('stops the start when settings are invalid, and lists all faults', async () => {
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
    const { step } = Scoped.prototype;
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
    expect(Scoped.prototype.step).toBe(step);
  });

  it('hooks nothing when it is switched off, and all its providers and decorators work', async () => {
    class Untouched {
      async step(): Promise<string> {
        return 'step';
      }
    }
    const { step } = Untouched.prototype;
    const app = await TestApp.start({ ...metadata, providers: [Work, Scoped, Untouched] }, { enabled: false });
    open.push(app);
    expect((app.app.getHttpAdapter() as { onRequestHook?: unknown }).onRequestHook).toBeUndefined();
    expect(Untouched.prototype.step).toBe(step);
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

  it('watches nothing after its application has closed, whatever is called', async () => {
    const before = new Set(process.getActiveResourcesInfo());
    const second = PerformanceMonitorModule.forRoot({ localFile: false });
    const app = await TestApp.start({ ...metadata, imports: [second] });
    const { monitor } = app;
    const job = app.app.get(Work);
    await app.close();
    const profiles: string[] = [];
    const profile = jest
      .spyOn(inspector.console, 'profile')
      .mockImplementation(title => void profiles.push(`${title}`));
    try {
      monitor.enable();
      monitor.enable();
      expect(monitor.isEnabled()).toBe(false);
      expect(profiles).toEqual([]);
    } finally {
      profile.mockRestore();
      monitor.disable();
    }
    expect(app.logger.ours().filter(line => line.includes('enable()'))).toEqual([
      'warn [PerformanceMonitor] enable() was called after the application had closed: nothing is watched',
    ]);
    const answer = { of: 'fn' };
    expect(monitor.profile('late', () => answer)).toBe(answer);
    await expect(monitor.profile('late', () => Promise.reject(new Error('its own')))).rejects.toThrow('its own');
    expect(await job.job()).toBe('stepped');
    expect(await monitor.flush()).toBe(true);
    const { success, results } = await monitor.testNotifiers();
    expect(success).toBe(false);
    expect(Object.values(results)).toEqual([{ ok: false, error: expect.stringContaining('shutting down') }]);
    expect(() => monitor.updateOptions({ threshold: '2s' })).not.toThrow();
    expect(() => monitor.addExclusion('/late')).not.toThrow();
    expect(monitor.getEffectiveOptions()['threshold']).toMatchObject({ value: 2_000 });
    expect(monitor.getStats()).toMatchObject({ executions: 0 });
    await until(() => {
      const left = process.getActiveResourcesInfo().filter(name => !name.startsWith('TCPSocket'));
      return left.every(name => before.has(name) || name === 'Timeout');
    }, 'the end of all handles');
  });

  it.each(PLATFORMS)('shares the hooks of the adapter with another module (%s)', async platform => {
    const heard: string[] = [];
    class Before implements OnModuleInit {
      onModuleInit(): void {
        hookOf(this.host).setOnRequestHook((request, _response, done) => {
          heard.push(`before ${request.url}`);
          done();
        });
        hookOf(this.host).setOnResponseHook(request => heard.push(`response ${request.url}`));
      }
      constructor(private readonly host: HttpAdapterHost) {}
    }
    Injectable()(Before);
    Inject(HttpAdapterHost)(Before, undefined, 0);
    const app = await TestApp.start(
      { ...metadata, providers: [...metadata.providers, Before] },
      { threshold: 40 },
      platform,
    );
    const adapter = hookOf({ httpAdapter: app.app.getHttpAdapter() });
    const ours = adapter.onRequestHook;
    // One that comes later chains ours, as ours does with those before.
    adapter.setOnRequestHook((request, response, done) => {
      heard.push(`after ${request.url}`);
      ours?.(request, response, done);
    });
    const work = async (): Promise<string> => (await fetch(`${app.url}/work`)).text();
    expect(await work()).toBe('stepped');
    expect((await app.report('GET /work')).timeline.spans.map(({ name }) => name)).toContain('Work.step');
    await until(() => heard.length === 3, 'the response hook');
    expect(heard).toEqual(['after /work', 'before /work', 'response /work']);
    app.monitor.disable();
    expect(await work()).toBe('stepped');
    expect(heard.slice(3, 5)).toEqual(['after /work', 'before /work']);
    expect(app.monitor.getStats().executions).toBe(1);
    const theirs = adapter.onRequestHook;
    await app.close();
    expect(adapter.onRequestHook).toBe(theirs);
  });

  it('chains an existing request hook, and restores it when the application closes', async () => {
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
    const { step } = work;
    await fetch(`${app.url}/work`, { headers: { connection: 'close' } });
    await until(() => app.monitor.getStats().executions === 1, 'the execution');
    expect(urls).toEqual(['/work']);
    expect(adapter.onRequestHook).not.toBe(hook);
    await app.close();
    expect(adapter.onRequestHook).toBe(hook);
    expect(Object.getOwnPropertyNames(work)).toEqual([]);
    expect(Work.prototype.step).toBe(step);
    expect(process.eventNames().map(name => [name, process.listenerCount(name)])).toEqual(listeners);
    await until(() => {
      const left = process.getActiveResourcesInfo().filter(name => name !== 'Timeout' && !name.startsWith('TCPSocket'));
      return left.every(name => before.has(name));
    }, 'the end of all handles');
  });
});
