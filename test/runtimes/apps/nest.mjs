// An application that needs no compiler, so that every runtime can start it.
import 'reflect-metadata';
import { Controller, Get, Injectable, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { performance } from 'node:perf_hooks';
import { PerformanceMonitorModule, PerformanceMonitorService } from 'nestjs-performance-monitor';

class Work {
  async compute() {
    await new Promise(resolve => setTimeout(resolve, 50));
    const end = performance.now() + 250;
    let turns = 0;
    while (performance.now() < end) turns += 1;
    return turns;
  }
}
Injectable()(Work);

class WorkController {
  constructor(work) {
    this.work = work;
  }
  fast() {
    return 'fast';
  }
  async slow() {
    return (await this.work.compute()) > 0 ? 'slow' : '';
  }
}
Reflect.defineMetadata('design:paramtypes', [Work], WorkController);
for (const name of ['fast', 'slow']) {
  Get(name)(WorkController.prototype, name, Object.getOwnPropertyDescriptor(WorkController.prototype, name));
}
Controller()(WorkController);

const ALERTS = [];
const keeper = { name: 'keeper', notify: async alert => void ALERTS.push(alert.report) };

/** Writes the monitor's log to standard output, one line for each entry. */
const logger = {
  log: () => undefined,
  warn: message => message.startsWith('Slow:') || console.log(`warn ${message}`),
  error: message => console.log(`error ${message}`),
};

/** Starts the application on a free port. */
export async function start({ options = {}, imports = [], adapter, prepare } = {}) {
  const { AlertNotifier } = await import('nestjs-performance-monitor');
  class Keeper {
    name = keeper.name;
    notify = keeper.notify;
  }
  AlertNotifier()(Keeper);
  Injectable()(Keeper);
  class AppModule {}
  Module({
    imports: [PerformanceMonitorModule.forRoot({ threshold: 200, localFile: false, ...options }), ...imports],
    controllers: [WorkController],
    providers: [Work, Keeper],
  })(AppModule);
  const app = await NestFactory.create(AppModule, ...(adapter ? [adapter] : []), { logger });
  await prepare?.(app);
  await app.listen(0, '127.0.0.1');
  return {
    app,
    url: `http://127.0.0.1:${app.getHttpServer().address().port}`,
    monitor: app.get(PerformanceMonitorService),
  };
}

export async function get(url) {
  const response = await fetch(url);
  return `${response.status} ${await response.text()}`;
}

/** The report about the one slow route. */
export async function slowReport({ url, monitor }) {
  console.log(`answers ${await get(`${url}/fast`)}, ${await get(`${url}/slow`)}`);
  return reportOf(monitor, 'GET /slow');
}

/** The report about one execution. On a loaded machine, others may be slow, too. */
export async function reportOf(monitor, name) {
  for (;;) {
    await monitor.flush('20s');
    const found = ALERTS.find(({ execution }) => execution.name === name);
    if (found !== undefined) return found;
    await new Promise(resolve => setTimeout(resolve, 20));
  }
}

export function tell(report) {
  const { execution, monitor, verdict } = report;
  console.log(
    `report ${JSON.stringify({ name: execution.name, ms: execution.durationMs, kind: verdict.kind, ...monitor })}`,
  );
}
