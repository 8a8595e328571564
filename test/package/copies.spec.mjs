// Node loads one copy of the package, by import and by require(). Two copies in one process work together.
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { installed, nest, run } from './support/consumer.mjs';

const PROBE_TIMEOUT_MS = 60_000;

for (const version of ['11', '12']) {
  describe(`Nest ${version}`, () => {
    let folder;
    const probe = args => run(process.execPath, args, { cwd: folder, timeout: PROBE_TIMEOUT_MS });

    before(async () => {
      folder = await installed(nest(version));
    });

    it('gets the same classes by import and by require(), which refuses a top-level await', async () => {
      await probe([
        '-e',
        `const required = require('nestjs-performance-monitor');
        import('nestjs-performance-monitor').then(imported => {
          if (typeof required.PerformanceMonitorModule !== 'function') throw new Error('no module class');
          for (const name of Object.keys(imported)) {
            if (imported[name] !== required[name]) throw new Error(name + ' is there twice');
          }
        });`,
      ]);
    });

    it('has one async context, one set of marks and one watcher with two copies of the package', async () => {
      await probe([join(folder, 'two-copies.mjs')]);
    });
  });
}

describe('a Node that can not require() ES modules', () => {
  it('loads the CommonJS build', async () => {
    const folder = await installed(nest('11'), { flags: ['--legacy-peer-deps'] });
    const code = `
      require('reflect-metadata');
      const { PerformanceMonitorModule } = require('nestjs-performance-monitor');
      const { NestFactory } = require('@nestjs/core');
      const module = PerformanceMonitorModule.forRoot({ localFile: false });
      NestFactory.createApplicationContext(module, { logger: ['error'] }).then(app => app.close());`;
    await run(process.execPath, ['--no-experimental-require-module', '-e', code], { cwd: folder });
  });
});
