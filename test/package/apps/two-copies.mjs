// Decorators of the CommonJS copy, and the module of both copies, the ES module first: one application, watched once.
import 'reflect-metadata';
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Controller, Get, Injectable, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import * as first from 'nestjs-performance-monitor';

const require = createRequire(import.meta.url);
const home = dirname(require.resolve('nestjs-performance-monitor/package.json'));
const second = require(join(home, 'dist/cjs/index.js'));
assert.notEqual(first.PerformanceMonitorModule, second.PerformanceMonitorModule);

function decorate(target, key, ...decorators) {
  const descriptor = decorators.reduceRight(
    (before, decorator) => decorator(target.prototype, key, before) ?? before,
    Object.getOwnPropertyDescriptor(target.prototype, key),
  );
  Object.defineProperty(target.prototype, key, descriptor);
}

const sleep = ms => new Promise(resolve => setTimeout(resolve, ms));

class Jobs {
  async profiled() {
    await sleep(60);
  }
}
decorate(Jobs, 'profiled', second.Profile('profiled by the second'));
Injectable()(Jobs);

class Orders {
  constructor(jobs) {
    this.jobs = jobs;
  }
  async slow() {
    await this.jobs.profiled();
    return 'slow';
  }
  async patient() {
    await sleep(60);
    return 'patient';
  }
  async muted() {
    await sleep(60);
    return 'muted';
  }
}
decorate(Orders, 'slow', Get('slow'));
decorate(Orders, 'patient', Get('patient'), second.SlowThreshold('1h'));
decorate(Orders, 'muted', Get('muted'), second.SkipMonitoring());
Reflect.defineMetadata('design:paramtypes', [Jobs], Orders);
Controller()(Orders);

const alerts = [];
class Pager {
  name = 'pager';
  async notify(alert) {
    alerts.push(alert.report);
  }
}
second.AlertNotifier()(Pager);
Injectable()(Pager);

const options = { threshold: '20ms', localFile: false };
class AppModule {}
Module({
  imports: [first.PerformanceMonitorModule.forRoot(options), second.PerformanceMonitorModule.forRoot(options)],
  controllers: [Orders],
  providers: [Jobs, Pager],
})(AppModule);

const lines = [];
const say = message => lines.push(String(message));
const logger = { log() {}, debug() {}, verbose() {}, warn: say, error: say, fatal: say };
const app = await NestFactory.create(AppModule, { abortOnError: false, logger });
await app.listen(0, '127.0.0.1');
for (const path of ['slow', 'patient', 'muted']) {
  const response = await fetch(`http://127.0.0.1:${app.getHttpServer().address().port}/${path}`);
  assert.equal(await response.text(), path);
}
const monitors = [first, second].map(copy => app.get(copy.PerformanceMonitorService, { strict: false }));
for (const monitor of monitors) assert.equal(await monitor.flush('30s'), true);
assert.deepEqual(
  alerts.map(report => report.execution.name),
  ['GET /slow'],
);
const spans = alerts[0].timeline.spans.map(span => span.name);
assert.ok(spans.includes('profiled by the second'), spans.join());
// Outside all requests, it is an execution of the one running application.
await app.get(Jobs).profiled();
for (const monitor of monitors) await monitor.flush('30s');
assert.equal(alerts.at(-1).execution.name, 'profiled by the second');
const twice = lines.filter(line => line.includes('imported more than once'));
assert.equal(twice.length, 1, lines.join('\n'));
await app.close();
