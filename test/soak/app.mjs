// The application under load: 300 routes, all of them always slow. Sends the figures that the parent process requests.
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

/** Number of alerts for each fingerprint, and its name if it belongs to no endpoint. */
const sentAlerts = new Map();
class Notes {
  name = 'notes';
  async notify({ fingerprint, report: { verdict } }) {
    const times = (sentAlerts.get(fingerprint)?.times ?? 0) + 1;
    sentAlerts.set(fingerprint, { fingerprint, culprit: verdict.culprit?.name, times });
  }
}
Injectable()(Notes);
AlertNotifier()(Notes);

class AppModule {}
Module({
  imports: [
    PerformanceMonitorModule.forRoot({
      threshold: 5,
      // The test counts one alert for each endpoint.
      escalation: false,
      localFile: { outputDir: DIRECTORY, formats: ['html'] },
      logLevel: 'silent',
    }),
  ],
  controllers: [StormController],
  providers: [Notes],
})(AppModule);

/**
 * Each step of the monitor's own work, with its wall time and the CPU time of its thread. The machine causes the
 * difference: other processes ran, the machine stood still, or the step waited for a thread of V8 without a processor.
 * Pauses of the garbage collector are separate, because the objects of the test cause them.
 */
const steps = [];
let stepsSeen = 0;
/** Hundreds of thousands of steps are shorter. Keeping them would take most of the measured memory. */
const WORTH_KEEPING_MS = 0.5;
const pauses = [];
const { measure } = OverheadMeter.prototype;
const note = (what, run) => {
  const cpuBefore = cpuMs();
  const start = performance.now();
  const result = run();
  const end = performance.now();
  stepsSeen += 1;
  if (end - start > WORTH_KEEPING_MS) steps.push({ what, start, end, cpuMs: cpuMs() - cpuBefore });
  return result;
};
OverheadMeter.prototype.measure = function (step) {
  return note('a step of a report', () => measure.call(this, step));
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

function explain({ what, ...step }) {
  const gcMs = pausedMs(step, pauses);
  return { what, wallMs: step.end - step.start, gcMs, cpuMs: step.cpuMs, ownMs: workedMs(step, pauses) };
}

const app = await NestFactory.create(AppModule, { logger: ['error'] });
await app.listen(0, '127.0.0.1');
const monitor = app.get(PerformanceMonitorService);
const endpoints = Array.from({ length: Number(ENDPOINTS) }, (_, n) =>
  app.get(Fingerprints).ofBlocker({ id: 0, kind: 'http', name: `GET /storm${n}` }),
);
process.on('disconnect', () => process.exit(0));
process.on('message', async () => {
  await delay(100);
  globalThis.gc();
  const { heapUsed, rss } = process.memoryUsage();
  const { slow, alerts, overhead } = monitor.getStats();
  const explained = steps.splice(0).map(explain);
  pauses.length = 0;
  process.send({
    heapMb: heapUsed / 1e6,
    rssMb: rss / 1e6,
    slow,
    alerts,
    alerted: endpoints.filter(fingerprint => sentAlerts.has(fingerprint)).length,
    others: [...sentAlerts.values()]
      .filter(({ fingerprint }) => !endpoints.includes(fingerprint))
      .map(({ culprit }) => culprit),
    twice: [...sentAlerts.values()].filter(({ times }) => times > 1).length,
    overhead,
    steps: stepsSeen,
    longest: explained.reduce((a, b) => (b.ownMs > a.ownMs ? b : a), NOTHING),
    longestByClock: explained.reduce((a, b) => (b.wallMs > a.wallMs ? b : a), NOTHING),
    over: explained.filter(({ ownMs }) => ownMs > MAX_HELD_MS).length,
    overByClock: explained.filter(({ wallMs }) => wallMs > MAX_HELD_MS).length,
  });
});
process.send({ url: await app.getUrl() });
