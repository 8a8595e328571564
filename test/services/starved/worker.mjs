// An application that a test starves. It computes a fixed amount of work in pieces, with pauses between them.
import 'reflect-metadata';
import { setTimeout as delay } from 'node:timers/promises';
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { PerformanceMonitorModule, PerformanceMonitorService } from '../../../dist/index.js';

function work(rounds) {
  let x = 0;
  for (let i = 0; i < rounds; i++) x = (x * 31 + i) % 1_000_003;
  return x;
}

class WorkController {
  async pieces(rounds = 1_000_000) {
    for (let piece = 0; piece < 8; piece++) {
      await delay(20);
      work(rounds);
    }
    return 'done';
  }
  heavy() {
    return this.pieces(10_000_000);
  }
  other() {
    return this.pieces();
  }
  async pause() {
    await delay(1_000);
    return 'done';
  }
}
Controller()(WorkController);
for (const name of ['pieces', 'heavy', 'other', 'pause'])
  Get(name)(WorkController.prototype, name, Object.getOwnPropertyDescriptor(WorkController.prototype, name));

class AppModule {}
Module({
  imports: [
    PerformanceMonitorModule.forRoot({
      threshold: 300,
      // The first request compiles, and may be slow for that reason.
      exclude: ['^/no/such/route'],
      localFile: { outputDir: process.env.REPORTS, formats: ['json'] },
      recorder: { cpu: true },
      logLevel: 'silent',
    }),
  ],
  controllers: [WorkController],
})(AppModule);

const app = await NestFactory.create(AppModule, { logger: ['error'], abortOnError: false });
await app.listen(0, '127.0.0.1');
const monitor = app.get(PerformanceMonitorService);
process.on('message', async request => {
  if (request === 'close') {
    await app.close();
    process.disconnect();
  } else {
    await monitor.flush('60s');
    process.send({ alerts: monitor.getStats().alerts });
  }
});
process.send({ url: await app.getUrl() });
