import { afterEach, describe, expect, it } from '@jest/globals';
import { Controller, Get, Injectable, type HttpServer, type INestApplication } from '@nestjs/common';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { ScheduleModule, SchedulerRegistry } from '@nestjs/schedule';
import { Test, type TestingModule, type TestingModuleBuilder } from '@nestjs/testing';
import { PerformanceMonitorModule, PerformanceMonitorService, Profile } from '../../lib/index.js';
import { TracerService } from '../../lib/tracing/tracer.service.js';
import { PerformanceMonitorLifecycle } from '../../lib/module/performance-monitor.lifecycle.js';
import { LineLogger, until } from './support/test-app.js';

@Injectable()
class Work {
  @Profile()
  step(): string {
    return 'stepped';
  }
}

@Controller()
class WorkController {
  constructor(readonly work: Work) {}
  @Get('work')
  get(): string {
    return this.work.step();
  }
}

interface Started {
  readonly app: INestApplication;
  readonly url: string;
  readonly monitor: PerformanceMonitorService;
  readonly tracer: TracerService;
}

describe('a testing module', () => {
  const open: { close(): Promise<void> }[] = [];
  const logger = new LineLogger();
  afterEach(async () => {
    for (const each of open.splice(0).reverse()) await each.close();
    logger.lines.length = 0;
  });

  const builder = (): TestingModuleBuilder =>
    Test.createTestingModule({
      imports: [PerformanceMonitorModule.forRoot({ threshold: '1m' }), ScheduleModule.forRoot()],
      controllers: [WorkController],
      providers: [Work],
    }).setLogger(logger);
  const start = async (module: TestingModule, adapter: HttpServer = new ExpressAdapter()): Promise<Started> => {
    const app = module.createNestApplication(adapter);
    // The providers are read now: a module that is compiled again returns its newest ones.
    const [monitor, tracer] = [app.get(PerformanceMonitorService), app.get(TracerService, { strict: false })];
    await app.listen(0, '127.0.0.1');
    open.push(app);
    return { app, url: await app.getUrl(), monitor, tracer };
  };
  const ask = async ({ url }: Started, times: number): Promise<void> => {
    for (let time = 0; time < times; time += 1) expect(await (await fetch(`${url}/work`)).text()).toBe('stepped');
  };
  const counted = ({ monitor }: Started): number => monitor.getStats().executions;

  it('has all applications watched that one builder compiles, one after the other', async () => {
    const module = builder();
    for (const times of [1, 2, 3]) {
      const started = await start(await module.compile());
      await ask(started, times);
      await until(() => counted(started) === times, 'all requests');
      expect(started.monitor.isEnabled()).toBe(true);
      await started.app.close();
      expect([started.monitor.isEnabled(), started.tracer.isActive]).toEqual([false, false]);
    }
    open.length = 0;
    expect(logger.ours()).toEqual([]);
  });

  it('has both applications watched, each by its own monitor, and both end together', async () => {
    const module = builder();
    const one = await start(await module.compile());
    const two = await start(await module.compile());
    await ask(one, 1);
    await ask(two, 2);
    await until(() => counted(one) === 1 && counted(two) === 2, 'all requests');
    expect(one.monitor).not.toBe(two.monitor);
    for (const { app } of [two, one]) await app.close();
    open.length = 0;
    expect([one, two].map(({ tracer }) => tracer.isActive)).toEqual([false, false]);
    for (const { app } of [one, two])
      expect((app.getHttpAdapter() as { onRequestHook?: unknown }).onRequestHook).toBeUndefined();
    expect(logger.ours()).toEqual([]);
  });

  it('ends a replaced monitor with its successor, also when another copy of the package made that', async () => {
    const second = '../../lib/module/performance-monitor.lifecycle.ts?copy';
    const copy = (await import(second)) as { PerformanceMonitorLifecycle: typeof PerformanceMonitorLifecycle };
    expect(copy.PerformanceMonitorLifecycle).not.toBe(PerformanceMonitorLifecycle);
    const module = builder();
    const one = await start(await module.compile());
    module.overrideProvider(PerformanceMonitorLifecycle).useClass(copy.PerformanceMonitorLifecycle);
    const two = await start(await module.compile());
    expect([one, two].map(({ tracer }) => tracer.isActive)).toEqual([true, true]);
    for (const { app } of [two, one]) await app.close();
    open.length = 0;
    expect([one, two].map(({ tracer }) => tracer.isActive)).toEqual([false, false]);
  });

  it('has one monitor for two applications of the same providers, which counts each request once', async () => {
    const module = await builder().compile();
    await module.init();
    expect(module.get(Work).step()).toBe('stepped');
    const [one, two] = [await start(module), await start(module)];
    expect(one.monitor).toBe(two.monitor);
    await ask(one, 1);
    await ask(two, 2);
    await until(() => counted(one) === 4, 'all requests');
    expect(one.monitor.getStats().endpoints).toMatchObject([
      { name: 'GET /work', count: 3 },
      { name: 'Work.step', count: 1 },
    ]);
    const jobs = module.get(SchedulerRegistry, { strict: false }).getCronJobs();
    expect([...jobs.keys()]).toEqual(['performance-monitor:retention']);
    expect(logger.ours()).toEqual([]);
  });

  it.each([
    ['Fastify first', () => [new FastifyAdapter(), new ExpressAdapter()]],
    ['Express first', () => [new ExpressAdapter(), new FastifyAdapter()]],
  ])('has an Express and a Fastify application of the same providers watched (%s)', async (_, adapters) => {
    const module = await builder().compile();
    const started: Started[] = [];
    for (const adapter of adapters()) started.push(await start(module, adapter));
    for (const [before, each] of started.entries()) {
      await ask(each, 1);
      await until(() => counted(each) === before + 1, 'the request');
    }
    expect(started[0]?.monitor.getStats().endpoints).toMatchObject([{ name: 'GET /work', count: 2 }]);
    expect(logger.ours()).toEqual([]);
  });

  it('lets an application of closed providers answer, unwatched, with a warning', async () => {
    const module = await builder().compile();
    const one = await start(module);
    await one.app.close();
    const two = await start(module);
    await ask(two, 1);
    expect([two.monitor.isEnabled(), counted(two)]).toEqual([false, 0]);
    expect(logger.ours()).toEqual([expect.stringMatching(/^warn .*Compile the testing module again/)]);
  });
});
