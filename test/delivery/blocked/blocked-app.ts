// An application whose code holds the event loop. It runs in a process of its own, from a bundle.
import 'reflect-metadata';
import { appendFileSync, readdirSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { Controller, Get, Injectable, Module, Param, Query } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import {
  type Alert,
  AlertNotifier,
  type Notifier,
  PerformanceMonitorModule,
  type PerformanceMonitorOptions,
  PerformanceMonitorService,
  SkipMonitoring,
} from '../../../lib/index.js';

const LONGEST_MS = 240_000;
const NEVER_CHANGED = new Int32Array(new SharedArrayBuffer(4));
const { OPTIONS = '{}', SECOND = '', CUSTOM = '', WITHOUT_LISTENING = '' } = process.env;

@Injectable()
class OrdersService {
  /** Holds the loop, and sleeps in most of the time: without it, this file's tests take a minute from all others. */
  renderCsv(ms: number): number {
    const end = Date.now() + ms;
    let rows = 0;
    while (Date.now() < end) {
      rows += Math.sqrt(rows + 1) > 0 ? 1 : 2;
      Atomics.wait(NEVER_CHANGED, 0, 0, 1);
    }
    return rows;
  }

  /** Comes back when the thread has written its report: on a busy machine that takes long. */
  renderUntilReported(): string {
    const { localFile } = JSON.parse(OPTIONS) as { localFile: { outputDir: string } };
    for (const end = Date.now() + LONGEST_MS; Date.now() < end; this.renderCsv(50))
      if (readdirSync(localFile.outputDir).some(name => name.endsWith('.json'))) return 'reported';
    return 'not reported';
  }

  matches(length: number): boolean {
    return /^(a+)+$/.test(`${'a'.repeat(length)}b`);
  }
}

@Controller()
class OrdersController {
  constructor(private readonly orders: OrdersService) {}

  @Get('export/:customer')
  async export(@Param('customer') _customer: string, @Query('ms') ms = '600000'): Promise<string> {
    await Promise.resolve();
    return String(this.orders.renderCsv(Number(ms)));
  }

  @Get('reported')
  reported(): string {
    return this.orders.renderUntilReported();
  }

  @Get('regex')
  regex(@Query('length') length = '60'): string {
    return String(this.orders.matches(Number(length)));
  }

  @Get('skipped')
  @SkipMonitoring()
  skipped(@Query('ms') ms: string): string {
    return String(this.orders.renderCsv(Number(ms)));
  }

  @Get('quick')
  quick(): string {
    return 'quick';
  }
}

@AlertNotifier()
@Injectable()
class FileNotifier implements Notifier {
  readonly name = 'custom';

  async notify({ fingerprint, report: { execution, verdict } }: Alert): Promise<void> {
    appendFileSync(CUSTOM, `${JSON.stringify({ fingerprint, name: execution.name, headline: verdict.headline })}\n`);
  }
}

function refreshPrices(ms: number): number {
  const end = Date.now() + ms;
  let turns = 0;
  while (Date.now() < end) turns += 1;
  return turns;
}

async function start(options: PerformanceMonitorOptions) {
  @Module({
    imports: [PerformanceMonitorModule.forRoot(options)],
    controllers: [OrdersController],
    providers: [OrdersService, ...(CUSTOM === '' ? [] : [FileNotifier])],
  })
  class AppModule {}
  const app = await NestFactory.create(AppModule, { logger: ['error', 'warn'], abortOnError: false });
  if (WITHOUT_LISTENING === '') await app.listen(0, '127.0.0.1');
  else await app.init();
  return app;
}

let workers = 0;
process.on('worker', () => (workers += 1));
const options = JSON.parse(OPTIONS) as PerformanceMonitorOptions;
const app = await start(options);
const second = SECOND === '' ? undefined : await start(JSON.parse(SECOND) as PerformanceMonitorOptions);
const answers = {
  close: async () => {
    await Promise.all([app.close(), second?.close()]);
    process.disconnect();
  },
  stats: async () => {
    const monitor = app.get(PerformanceMonitorService);
    await monitor.flush('60s');
    process.send?.({ alerts: monitor.getStats().alerts, workers });
  },
  disable: async () => app.get(PerformanceMonitorService).disable(),
  hold: async () => void refreshPrices(600_000),
  inspect: async () => process.getBuiltinModule('node:inspector').open(0, '127.0.0.1'),
};
process.on('message', (name: keyof typeof answers) => void answers[name]());
const ports = [app, second].map(each => (each?.getHttpServer()?.address() as AddressInfo | null)?.port);
if (WITHOUT_LISTENING === '') process.send?.({ ports });
else process.disconnect();
