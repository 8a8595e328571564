import { types } from 'node:util';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Controller, Get, Injectable, type DynamicModule, type INestApplicationContext } from '@nestjs/common';
import { ModulesContainer, NestFactory } from '@nestjs/core';
import { createCache } from 'cache-manager';
import {
  performanceMonitorConfig,
  PerformanceMonitorModule,
  PerformanceMonitorService,
  type PerformanceMonitorOptions,
} from '../../lib/index.js';
import { delay, LineLogger, spanNames, TestApp } from './support/test-app.js';
import * as namespace from './support/options-module.js';

class OptionsFactory {
  createPerformanceMonitorOptions(): PerformanceMonitorOptions {
    return Object.assign(Object.create(null), { localFile: false }) as PerformanceMonitorOptions;
  }
}

/** Valid options that throw when a library reads their class. */
const shy: PerformanceMonitorOptions = new Proxy(
  { localFile: false },
  {
    get(target, key) {
      if (key === 'constructor') throw new Error('do not look');
      return Reflect.get(target, key);
    },
  },
);
const everything: PerformanceMonitorOptions = {
  fingerprint: ({ name }) => name,
  cache: createCache(),
  digest: 'daily',
  mattermost: { serverUrl: 'http://127.0.0.1:9', token: 'token', channelId: 'abcdefghijklmnopqrstuvwxyz' },
  webhook: { url: 'http://127.0.0.1:9' },
  email: { transport: { sendMail: async () => undefined }, from: 'a@b.de', to: 'c@d.de' },
};

const imports: [string, DynamicModule][] = [
  ['no options', PerformanceMonitorModule.forRoot()],
  ['enabled: false', PerformanceMonitorModule.forRoot({ enabled: false })],
  ['every notifier', PerformanceMonitorModule.forRoot(everything)],
  [
    'an object without a prototype',
    PerformanceMonitorModule.forRoot(new OptionsFactory().createPerformanceMonitorOptions()),
  ],
  ['the namespace of a module', PerformanceMonitorModule.forRoot(namespace)],
  ['a frozen object', PerformanceMonitorModule.forRoot(Object.freeze({ localFile: false }))],
  ['a proxy', PerformanceMonitorModule.forRoot(shy)],
  ['a proxy from a factory', PerformanceMonitorModule.forRootAsync({ useFactory: async () => shy })],
  ['a class', PerformanceMonitorModule.forRootAsync({ useClass: OptionsFactory })],
  ['the environment', PerformanceMonitorModule.forRootAsync(performanceMonitorConfig.asProvider())],
];

@Injectable()
class Work {
  async step(): Promise<string> {
    await delay(60);
    return 'stepped';
  }
}

@Controller()
class WorkController {
  constructor(readonly work: Work) {}
  @Get('work')
  get(): Promise<string> {
    return this.work.step();
  }
}

/** Wraps each instance in a proxy that replaces its functions, as tracing libraries do. */
function decorated<T>(instance: T): T {
  if (typeof instance === 'function') return new Proxy(instance, {});
  if (typeof instance !== 'object' || instance === null || instance instanceof Map) return instance;
  return new Proxy(instance, {
    get(target, key, receiver) {
      const value: unknown = Reflect.get(target, key);
      if (typeof value !== 'function' || key === 'constructor') return value;
      const call = (...args: unknown[]): unknown => Reflect.apply(value, receiver, args);
      return Object.defineProperty(call, 'name', { value: `${target.constructor.name}.${value.name}` });
    },
  });
}

describe('the providers of the module', () => {
  const open: { close(): Promise<void> }[] = [];
  afterEach(async () => {
    for (const app of open.splice(0)) await app.close();
  });
  const start = async (module: DynamicModule): Promise<INestApplicationContext> => {
    const app = await NestFactory.createApplicationContext(module, { logger: new LineLogger(), abortOnError: false });
    open.push(app);
    return app;
  };

  it.each(imports)('are ordinary objects, with %s', async (_, imported) => {
    const app = await start(imported);
    const ours = [...app.get(ModulesContainer).values()].filter(
      module => module.metatype === PerformanceMonitorModule || module.metatype.name === 'ConfigurationModule',
    );
    const providers = ours.flatMap(module => [...module.providers.values()]).filter(({ isAlias }) => !isAlias);
    expect(providers.length).toBeGreaterThan(40);
    for (const { name, instance } of providers as { name: unknown; instance: unknown }[]) {
      if (instance === undefined || typeof instance === 'function') continue;
      const odd = (what: string): string => `${String(name)} is ${what}`;
      if (typeof instance !== 'object' || instance === null) throw new Error(odd('no object'));
      if (types.isProxy(instance)) throw new Error(odd('a proxy'));
      if (types.isModuleNamespaceObject(instance)) throw new Error(odd("a module's namespace"));
      const prototype = Object.getPrototypeOf(instance) as { constructor?: unknown } | null;
      if (typeof prototype?.constructor !== 'function') throw new Error(odd('without a prototype'));
      if (instance.constructor !== prototype.constructor) throw new Error(odd('hiding its class'));
      // Libraries search for their decorators like this.
      expect(Reflect.getMetadata('any', instance.constructor)).toBeUndefined();
      for (const key in instance) expect(() => Reflect.get(instance, key) as unknown).not.toThrow();
    }
    expect(app.get(PerformanceMonitorService).getStats().executions).toBe(0);
  });

  it('report next to a library that wraps each provider in a proxy', async () => {
    const app = await TestApp.start(
      { controllers: [WorkController], providers: [Work] },
      { threshold: 40, fingerprint: ({ name }) => name },
      'express',
      () => undefined,
      { instrument: { instanceDecorator: decorated } },
    );
    open.push(app);
    expect(await (await fetch(`${app.url}/work`)).text()).toBe('stepped');
    const report = await app.report('GET /work');
    expect(report.execution.handler).toBe('WorkController.WorkController.get');
    // The monitor does not watch itself.
    expect(spanNames(report)).toEqual(['GET /work', 'WorkController.WorkController.get', 'Work.step']);
    expect(app.logger.ours().filter(line => !line.startsWith('warn [PerformanceMonitor] Slow'))).toEqual([]);
  });
});
