// Sends itself a request whose handler never ends.
import 'reflect-metadata';
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { PerformanceMonitorModule } from 'nestjs-performance-monitor';

function waitForEver() {
  for (let turns = 0; ; turns += 1) Math.sqrt(turns);
}

class HoldController {
  hold() {
    waitForEver();
  }
}
Get('hold')(HoldController.prototype, 'hold', Object.getOwnPropertyDescriptor(HoldController.prototype, 'hold'));
Controller()(HoldController);

class AppModule {}
Module({
  imports: [
    PerformanceMonitorModule.forRoot({
      threshold: '10m',
      blockedAfter: '2s',
      localFile: { outputDir: process.env.REPORTS, formats: ['json'] },
    }),
  ],
  controllers: [HoldController],
})(AppModule);

const app = await NestFactory.create(AppModule, { logger: false });
await app.listen(0, '127.0.0.1');
void fetch(`http://127.0.0.1:${app.getHttpServer().address().port}/hold`);
