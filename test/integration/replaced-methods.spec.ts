import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { Controller, Get, Injectable, Module, Scope } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { PerformanceMonitorModule, type PerformanceMonitorOptions } from '../../lib/index.js';
import { makeClasses } from './support/referenced-methods.js';
import { delay, TestApp } from './support/test-app.js';

/** More calls than a function without `async` gets before it counts as synchronous. */
const MANY = 60;
const STEPS = ['constructor', 'init', 'bootstrap', 'request', 'other'] as const;
type Step = (typeof STEPS)[number];

@Injectable()
class Work {
  async find(): Promise<string> {
    await delay(1);
    return 'real';
  }
  plain(): Promise<string> {
    return Promise.resolve('real');
  }
  sync(): string {
    return 'real';
  }
}
@Injectable()
class Inherited extends Work {}
@Injectable({ scope: Scope.REQUEST })
class Scoped {
  async find(): Promise<string> {
    return 'real';
  }
}
@Controller()
class WorkController {
  constructor(
    readonly work: Work,
    readonly inherited: Inherited,
    readonly scoped: Scoped,
  ) {}
  @Get()
  async all(): Promise<string> {
    const { work, inherited, scoped } = this;
    return [await work.find(), await work.plain(), work.sync(), await inherited.find(), await scoped.find()].join(' ');
  }
}
const spied = { controllers: [WorkController], providers: [Work, Inherited, Scoped] };
const REAL = 'real real real real real';
const MOCKED = 'mock mock mock mock mock';

describe('Methods of providers', () => {
  const open: TestApp[] = [];
  afterEach(async () => {
    jest.restoreAllMocks();
    for (const app of open.splice(0)) await app.close();
  });
  const start = async (...[metadata, options]: Parameters<typeof TestApp.start>) => {
    const app = await TestApp.start(metadata, { threshold: '1m', ...options });
    open.push(app);
    return { app, get: async (path: string) => (await fetch(`${app.url}/${path}`)).text() };
  };

  it('are the same functions from the first constructor to the end, and keep their properties', async () => {
    const { bus, metadata, Listener } = makeClasses();
    const { app, get } = await start(metadata);
    const counts = () => STEPS.map((step: Step) => bus.listenerCount(step));
    const before = Object.getOwnPropertyDescriptors(Listener.prototype);
    expect([await get('run/tagged'), await get('run/make'), await get('run/same')]).toEqual([
      'tag',
      'hello you',
      'true',
    ]);
    const memo = await get('run/memo');
    const loaded = await get('run/load');
    await get('run/begin');
    expect(counts()).toEqual([1, 1, 1, 1, 1]);
    for (let i = 0; i < MANY; i++) {
      expect([await get('run/memo'), await get('run/load')]).toEqual([memo, loaded]);
      await get('run/same');
    }
    await get('run/end');
    expect([await get('run/tagged'), await get('run/make'), await get('run/same')]).toEqual([
      'tag',
      'hello you',
      'true',
    ]);
    const instance = app.app.get(Listener);
    await app.close();
    open.length = 0;
    expect(counts()).toEqual([0, 0, 0, 0, 0]);
    expect([instance.memo(), await instance.load(), instance.tagged()]).toEqual([memo, loaded, 'tag']);
    for (const [key, { value }] of Object.entries(before))
      expect([key, Object.getOwnPropertyDescriptor(Listener.prototype, key)?.value === value]).toEqual([key, true]);
    expect(Object.getOwnPropertyNames(instance)).toEqual([]);
  });

  const placements = (['first', 'last', 'below the providers'] as const).flatMap(place =>
    (['forRoot', 'forRootAsync'] as const).map(form => [place, form] as const),
  );
  it.each(placements)('are covered before another provider receives one: %s import, %s()', async (place, form) => {
    const { metadata, Other } = makeClasses();
    const options = { localFile: false, logLevel: 'error' } as const;
    const monitor =
      form === 'forRoot'
        ? PerformanceMonitorModule.forRoot(options)
        : PerformanceMonitorModule.forRootAsync({ useFactory: () => options });
    class Feature {}
    class Root {}
    Module(metadata)(Feature);
    if (place === 'below the providers') Module({ ...metadata, imports: [monitor] })(Root);
    else Module({ imports: place === 'first' ? [monitor, Feature] : [Feature, monitor] })(Root);
    const original = Other.prototype.same;
    const context = await NestFactory.createApplicationContext(Root, { logger: false });
    try {
      expect(context.get(Other, { strict: false }).same()).toBe('true');
      expect(Other.prototype.same).not.toBe(original);
    } finally {
      await context.close();
    }
  });

  it.each<[string, PerformanceMonitorOptions]>([
    ['spans of decorated methods only', { recorder: { spans: 'decorated' } }],
    ['no spans', { recorder: { spans: 'off' } }],
    ['the monitor switched off', { enabled: false }],
  ])('are not replaced with %s', async (_, options) => {
    const { metadata, Listener, Other } = makeClasses();
    const before = [Listener, Other].map(type => Object.getOwnPropertyDescriptors(type.prototype));
    const { get } = await start(metadata, options);
    expect(await get('run/same')).toBe('true');
    for (const [index, type] of [Listener, Other].entries())
      for (const [key, { value }] of Object.entries(before[index] ?? {}))
        expect(Object.getOwnPropertyDescriptor(type.prototype, key)?.value).toBe(value);
  });

  const spy = (): void => {
    jest.spyOn(Work.prototype, 'find').mockResolvedValue('mock');
    jest.spyOn(Work.prototype, 'plain').mockResolvedValue('mock');
    jest.spyOn(Work.prototype, 'sync').mockReturnValue('mock');
    jest.spyOn(Scoped.prototype, 'find').mockResolvedValue('mock');
  };

  it('are replaced by spies from before the start, and restored without a trace', async () => {
    const methods = [Work.prototype.find, Work.prototype.plain, Work.prototype.sync, Scoped.prototype.find];
    spy();
    const { app, get } = await start(spied);
    expect(await get('')).toBe(MOCKED);
    expect(app.app.get(Inherited).find).toHaveBeenCalledTimes(2);
    jest.restoreAllMocks();
    expect(await get('')).toBe(REAL);
    expect([Work.prototype.find, Work.prototype.plain, Work.prototype.sync, Scoped.prototype.find]).toEqual(methods);
  });

  it('are replaced by spies while the application runs, and have spans again afterwards', async () => {
    const { app, get } = await start(spied, { threshold: 1 });
    expect(await get('')).toBe(REAL);
    spy();
    expect(await get('')).toBe(MOCKED);
    expect(app.app.get(Inherited).find).toBe(Work.prototype.find);
    expect(app.app.get(Inherited).find).toHaveBeenCalledTimes(2);
    await app.close();
    open.length = 0;
    expect(await app.app.get(Work).find()).toBe('mock');
    jest.restoreAllMocks();
    expect(await app.app.get(Work).find()).toBe('real');
    const again = await start({ ...spied }, { threshold: 1 });
    expect(await again.get('')).toBe(REAL);
    const names = (await again.app.report('GET /')).timeline.spans.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['Work.find', 'Work.plain', 'Inherited.find', 'Scoped.find']));
    expect(names).not.toContain('Work.sync');
  });
});
