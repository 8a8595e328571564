// The application under storm: 300 routes, each of them always slow. Tells the parent process what it was asked for.
import 'reflect-metadata';
import { PerformanceObserver } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AlertPipeline } from '../../dist/alerts/alert-pipeline.js';
import { PerformanceMonitorModule, PerformanceMonitorService } from '../../dist/index.js';
import { OverheadMeter } from '../../dist/stats/overhead-meter.js';

const { ENDPOINTS, DIRECTORY } = process.env;

class StormController {}
for (let n = 0; n < Number(ENDPOINTS); n += 1) {
  const name = `storm${n}`;
  const handler = async () => {
    await delay(6);
    return name;
  };
  Object.defineProperty(StormController.prototype, name, { value: handler, writable: true, configurable: true });
  Get(name)(StormController.prototype, name, Object.getOwnPropertyDescriptor(StormController.prototype, name));
}
Controller()(StormController);

class AppModule {}
Module({
  imports: [
    PerformanceMonitorModule.forRoot({
      threshold: 5,
      // One alert for each endpoint is what is counted.
      escalation: false,
      localFile: { outputDir: DIRECTORY, formats: ['html'] },
      logLevel: 'silent',
    }),
  ],
  controllers: [StormController],
})(AppModule);

/** How long each stretch of the monitor's own work held the event loop, and the pauses that fell into one. */
const held = [];
const pauses = [];
const { addMs } = OverheadMeter.prototype;
OverheadMeter.prototype.addMs = function (ms) {
  held.push({ end: performance.now(), ms });
  addMs.call(this, ms);
};
const { raise } = AlertPipeline.prototype;
AlertPipeline.prototype.raise = function (...args) {
  const start = performance.now();
  raise.apply(this, args);
  const end = performance.now();
  if (end - start > 1) held.push({ end, ms: end - start });
};
new PerformanceObserver(list => pauses.push(...list.getEntries())).observe({ entryTypes: ['gc'] });

/** The same for work that always takes 2 ms: what it takes longer is the machine's doing, and not to be told apart. */
const CONTROL_MS = 2;
const control = [];
setInterval(() => {
  const start = performance.now();
  while (performance.now() - start < CONTROL_MS);
  const end = performance.now();
  control.push({ end, ms: end - start });
}, 50).unref();

/** What is left of a stretch without the garbage collector's pauses in it. */
function ownMs({ end, ms }) {
  const start = end - ms;
  const paused = pauses
    .filter(pause => pause.startTime < end && pause.startTime + pause.duration > start)
    .reduce((sum, pause) => sum + pause.duration, 0);
  return ms - paused;
}

const app = await NestFactory.create(AppModule, { logger: ['error'] });
await app.listen(0, '127.0.0.1');
const monitor = app.get(PerformanceMonitorService);
process.on('disconnect', () => process.exit(0));
process.on('message', async () => {
  await delay(100);
  globalThis.gc();
  const { heapUsed, rss } = process.memoryUsage();
  const { slow, alerts, overhead } = monitor.getStats();
  const stretches = held.splice(0).map(ownMs);
  const delays = control.splice(0).map(stretch => ownMs(stretch) - CONTROL_MS);
  pauses.length = 0;
  process.send({
    heapMb: heapUsed / 1e6,
    rssMb: rss / 1e6,
    slow,
    alerts,
    overhead,
    stretches: stretches.length,
    longestMs: Math.max(0, ...stretches),
    noiseMs: Math.max(0, ...delays),
    over5: stretches.filter(ms => ms > 5).length,
  });
});
process.send({ url: await app.getUrl() });
