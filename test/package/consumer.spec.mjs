// The effects of an import of the package on an application, and the entries that it can import.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { installed, nest, run } from './support/consumer.mjs';

const PROBE_TIMEOUT_MS = 60_000;

let consumer;

before(async () => {
  consumer = await installed(nest('12'));
});

describe('a consumer', () => {
  it('loads only the code that its settings need', async () => {
    await probe(`
      require('reflect-metadata');
      const { NestFactory } = require('@nestjs/core');
      const { PerformanceMonitorModule } = require('nestjs-performance-monitor');
      const loaded = () => ['cron', 'luxon', 'undici'].filter(name =>
        Object.keys(require.cache).some(file => file.includes('/node_modules/' + name + '/')));
      const start = async options => {
        const module = PerformanceMonitorModule.forRoot({ localFile: { outputDir: 'reports' }, ...options });
        const app = await NestFactory.createApplicationContext(module, { logger: false });
        const names = loaded().join();
        await app.close();
        return names;
      };
      (async () => {
        const plain = await start({});
        if (plain !== '') throw new Error('loaded ' + plain);
        const digest = await start({ digest: { cron: '0 8 * * 1-5' }, webhook: { url: 'http://127.0.0.1:9' } });
        if (digest !== 'cron,luxon,undici') throw new Error('loaded only ' + digest);
      })();`);
  });

  it('reads its options from the environment without @nestjs/config', async () => {
    await probe(`
      require('reflect-metadata');
      process.env.WPM_THRESHOLD_SECONDS = '3';
      const { NestFactory } = require('@nestjs/core');
      const { Module } = require('@nestjs/common');
      const { PerformanceMonitorModule, PerformanceMonitorService, performanceMonitorConfig } =
        require('nestjs-performance-monitor');
      class AppModule {}
      Module({ imports: [PerformanceMonitorModule.forRootAsync(performanceMonitorConfig.asProvider())] })(AppModule);
      NestFactory.createApplicationContext(AppModule, { logger: false, abortOnError: false }).then(async app => {
        const { threshold } = app.get(PerformanceMonitorService).getEffectiveOptions();
        if (threshold.value !== 3_000) throw new Error(JSON.stringify(threshold));
        await app.close();
      });`);
  });

  it('finds the schema of the JSON report', async () => {
    await probe(`
      const schema = require('nestjs-performance-monitor/report.schema.json');
      if (!schema.properties.schemaVersion) throw new Error('not the schema');`);
  });

  it('can not import internal files', async () => {
    await assert.rejects(probe(`require('nestjs-performance-monitor/dist/index.js')`), /ERR_PACKAGE_PATH_NOT_EXPORTED/);
  });

  it('is not changed by the import: no hook, no inspector, no timer, no listener, no global', async () => {
    await probe(`
      for (const name of ['@nestjs/common', '@nestjs/core', 'rxjs', 'reflect-metadata']) require(name);
      const touched = [];
      const watch = (owner, name) => {
        const original = owner[name];
        owner[name] = function (...args) {
          touched.push(name);
          return new.target ? Reflect.construct(original, args) : Reflect.apply(original, this, args);
        };
      };
      watch(require('node:async_hooks'), 'createHook');
      watch(require('node:inspector'), 'Session');
      watch(require('node:worker_threads'), 'Worker');
      watch(require('node:diagnostics_channel'), 'subscribe');
      for (const name of ['setTimeout', 'setInterval', 'setImmediate']) watch(globalThis, name);
      require('node:module').syncBuiltinESMExports();
      // zod and this package keep a global registry on purpose, so that their copies share it.
      const globals = () => Reflect.ownKeys(globalThis).filter(key => !/^(__zod_|Symbol.nestjs-performance-monitor@)/.test(String(key)));
      const state = () => [...process.eventNames(), ...globals()];
      const before = new Set(state());
      require('nestjs-performance-monitor');
      if (touched.length > 0) throw new Error('called ' + touched.join(', '));
      const added = state().filter(name => !before.has(name));
      if (added.length > 0) throw new Error('added ' + added.map(String).join(', '));
      const resources = process.getActiveResourcesInfo().filter(name => !/^(Pipe|TTY|File)/.test(name));
      if (resources.length > 0) throw new Error('holds ' + resources.join(', '));`);
  });
});

describe('a watched method that rejects', () => {
  it('is reported as an unhandled rejection once, or never if it is handled', async () => {
    await probe(readFileSync(fileURLToPath(new URL('./rejections.probe.cjs', import.meta.url)), 'utf8'));
  });
});

/** Runs code in the consumer's folder. Rejects if it fails, or does not end by itself. */
async function probe(code) {
  await run(process.execPath, ['-e', code], { cwd: consumer, timeout: PROBE_TIMEOUT_MS });
}
