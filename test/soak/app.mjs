// The application under storm: 300 routes, each of them always slow. Tells the parent process what it was asked for.
import 'reflect-metadata';
import { PerformanceObserver } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { Controller, Get, Injectable, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AlertNotifier, PerformanceMonitorModule, PerformanceMonitorService } from '../../dist/index.js';
import { AlertPipeline, Fingerprints, FlightRecorder, OverheadMeter } from '../../dist/internals.js';
import { cpuMs, pausedMs, workedMs } from '../../bench/dist/process/cpu-time.js';

const { ENDPOINTS, DIRECTORY } = process.env;
const MAX_HELD_MS = Number(process.env.MAX_HELD_MS);

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

/** How often each fingerprint was told of, and of whom when it is no endpoint's. */
const told = new Map();
class Notes {
  name = 'notes';
  async notify({ fingerprint, report: { verdict } }) {
    const times = (told.get(fingerprint)?.times ?? 0) + 1;
    told.set(fingerprint, { fingerprint, culprit: verdict.culprit?.name, times });
  }
}
Injectable()(Notes);
AlertNotifier()(Notes);

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
  providers: [Notes],
})(AppModule);

/**
 * How long each stretch of the monitor's own work took: by the clock, and for how long a processor worked for it. What
 * it did not work is told apart, since it is the machine's: others ran, or the whole machine stood still, or a thread of
 * V8's that was waited for got no processor. So are pauses of the garbage collector, which the storm's own objects cause.
 */
const stretches = [];
let stretchesSeen = 0;
/** Hundreds of thousands are shorter: kept, they would be most of the memory that is measured. */
const WORTH_KEEPING_MS = 0.5;
const pauses = [];
const { measure } = OverheadMeter.prototype;
const note = (what, run) => {
  const cpuBefore = cpuMs();
  const start = performance.now();
  const result = run();
  const end = performance.now();
  stretchesSeen += 1;
  if (end - start > WORTH_KEEPING_MS) stretches.push({ what, start, end, cpuMs: cpuMs() - cpuBefore });
  return result;
};
OverheadMeter.prototype.measure = function (step) {
  return note('a slice of a report', () => measure.call(this, step));
};
const { rotate } = FlightRecorder.prototype;
FlightRecorder.prototype.rotate = function () {
  note('a rotation of the recorder', () => rotate.call(this));
};
const { raise } = AlertPipeline.prototype;
AlertPipeline.prototype.raise = function (...args) {
  note('taking over a slow execution', () => raise.apply(this, args));
};
new PerformanceObserver(list => pauses.push(...list.getEntries())).observe({ entryTypes: ['gc'] });

const NOTHING = { what: 'nothing', wallMs: 0, gcMs: 0, cpuMs: 0, ownMs: 0 };

function explain({ what, ...stretch }) {
  const gcMs = pausedMs(stretch, pauses);
  return { what, wallMs: stretch.end - stretch.start, gcMs, cpuMs: stretch.cpuMs, ownMs: workedMs(stretch, pauses) };
}

const app = await NestFactory.create(AppModule, { logger: ['error'] });
await app.listen(0, '127.0.0.1');
const monitor = app.get(PerformanceMonitorService);
const endpoints = Array.from({ length: Number(ENDPOINTS) }, (_, n) =>
  app.get(Fingerprints).ofCulprit({ id: 0, kind: 'http', name: `GET /storm${n}` }),
);
process.on('disconnect', () => process.exit(0));
process.on('message', async () => {
  await delay(100);
  globalThis.gc();
  const { heapUsed, rss } = process.memoryUsage();
  const { slow, alerts, overhead } = monitor.getStats();
  const explained = stretches.splice(0).map(explain);
  pauses.length = 0;
  process.send({
    heapMb: heapUsed / 1e6,
    rssMb: rss / 1e6,
    slow,
    alerts,
    alerted: endpoints.filter(fingerprint => told.has(fingerprint)).length,
    others: [...told.values()]
      .filter(({ fingerprint }) => !endpoints.includes(fingerprint))
      .map(({ culprit }) => culprit),
    twice: [...told.values()].filter(({ times }) => times > 1).length,
    overhead,
    stretches: stretchesSeen,
    longest: explained.reduce((a, b) => (b.ownMs > a.ownMs ? b : a), NOTHING),
    longestByClock: explained.reduce((a, b) => (b.wallMs > a.wallMs ? b : a), NOTHING),
    over: explained.filter(({ ownMs }) => ownMs > MAX_HELD_MS).length,
    overByClock: explained.filter(({ wallMs }) => wallMs > MAX_HELD_MS).length,
  });
});
process.send({ url: await app.getUrl() });
