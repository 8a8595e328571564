// An application as in a container: its own directory, one Redis and one bucket for all. It runs in a process of its own.
import 'reflect-metadata';
import type { AddressInfo } from 'node:net';
import { createKeyv } from '@keyv/redis';
import { Controller, Get, Injectable, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { createCache } from 'cache-manager';
import {
  PerformanceMonitorModule,
  type PerformanceMonitorOptions,
  PerformanceMonitorService,
} from '../../../lib/index.js';

const { OPTIONS = '{}', REDIS = '' } = process.env;
const store = createKeyv(REDIS);

@Injectable()
class ReportsService {
  renderCsv(ms: number): number {
    const end = Date.now() + ms;
    let rows = 0;
    while (Date.now() < end) rows += 1;
    return rows;
  }
}

@Controller()
class ReportsController {
  constructor(private readonly reports: ReportsService) {}

  @Get('export')
  export(): string {
    return this.reports.renderCsv(600) > 0 ? 'exported' : 'nothing';
  }
}

const options = JSON.parse(OPTIONS) as PerformanceMonitorOptions;

@Module({
  imports: [PerformanceMonitorModule.forRoot({ ...options, cache: createCache({ stores: [store] }) })],
  controllers: [ReportsController],
  providers: [ReportsService],
})
class AppModule {}

const app = await NestFactory.create(AppModule, { logger: ['error', 'warn'] });
await app.listen(0, '127.0.0.1');
const answers = {
  close: async () => {
    await app.close();
    await store.disconnect();
    process.disconnect();
  },
  stats: async () => {
    const monitor = app.get(PerformanceMonitorService);
    await monitor.flush('60s');
    process.send?.({ alerts: monitor.getStats().alerts, workers: 0 });
  },
};
process.on('message', (name: keyof typeof answers) => void answers[name]());
process.send?.({ ports: [(app.getHttpServer().address() as AddressInfo).port] });
