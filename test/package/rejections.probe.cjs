// In a consumer of the package, watched and decorated methods reject, with and without a handler.
require('reflect-metadata');
const assert = require('node:assert/strict');
const { Injectable, Module } = require('@nestjs/common');
const { NestFactory } = require('@nestjs/core');
const { PerformanceMonitorModule, PerformanceMonitorService, Profile } = require('nestjs-performance-monitor');

class Orders {
  async watched(reason) {
    await Promise.resolve();
    throw reason;
  }
  plain(reason) {
    return Promise.reject(reason);
  }
  async profiled(reason) {
    await Promise.resolve();
    throw reason;
  }
}
const descriptor = Object.getOwnPropertyDescriptor(Orders.prototype, 'profiled');
Object.defineProperty(Orders.prototype, 'profiled', Profile()(Orders.prototype, 'profiled', descriptor));
Injectable()(Orders);
class App {}
Module({ imports: [PerformanceMonitorModule.forRoot({ localFile: false, logLevel: 'error' })], providers: [Orders] })(
  App,
);

const reported = [];
process.on('unhandledRejection', (reason, promise) => reported.push({ reason, promise }));

async function main() {
  const app = await NestFactory.createApplicationContext(App, { logger: ['error'] });
  const orders = app.get(Orders);
  const monitor = app.get(PerformanceMonitorService);
  const calls = ['watched', 'plain', 'profiled'];
  // Inside an execution, so that each call is a span. Twice, so that the return types of methods are detected.
  for (const round of [1, 2]) {
    for (const name of calls) {
      const reason = new Error(`${name} ${round}`);
      let promise;
      monitor.profile('job', () => {
        promise = orders[name](reason);
      });
      await new Promise(resolve => setImmediate(() => setImmediate(resolve)));
      assert.equal(reported.length, 1, `${reason.message}: reported ${reported.length} times`);
      assert.equal(reported[0].reason, reason);
      assert.equal(reported[0].promise, promise, `${reason.message}: not the promise of the caller`);
      reported.length = 0;
      await assert.rejects(
        monitor.profile('job', () => orders[name](reason)),
        error => error === reason,
      );
      await assert.rejects(orders[name](reason), error => error === reason);
      await new Promise(resolve => setImmediate(() => setImmediate(resolve)));
      assert.deepEqual(reported, [], `${reason.message}: reported, although it was handled`);
    }
  }
  await app.close();
}

main().catch(error => {
  console.error(error);
  process.exitCode = 1;
});
