// node attribution.app.js <directory for reports>
import 'reflect-metadata';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Controller, Get, Module, Req } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Request } from 'express';
import { PerformanceMonitorModule, PerformanceMonitorService } from '../monitor.js';
import { answer, listening, ready } from '../process/answers.js';
import { BurnService, EXECUTIONS } from './burn.service.js';

const ROUTES = Array.from({ length: EXECUTIONS }, (_, index) => `burn/${index}`);

@Controller()
class BurnController {
  constructor(private readonly burner: BurnService) {}

  @Get(ROUTES)
  async burn(@Req() request: Request): Promise<string> {
    await this.burner.run(Number(request.path.split('/').at(-1)));
    return 'burnt';
  }

  /** Compiles the code around the handlers before the measurement. */
  @Get('warm-up')
  async warmUp(): Promise<string> {
    await this.burner.step(0.1, 1);
    return 'warm';
  }
}

@Module({})
class BurnModule {}

async function main(): Promise<void> {
  const outputDir = process.argv[2] ?? '';
  const monitor = PerformanceMonitorModule.forRoot({
    threshold: '5ms',
    localFile: { outputDir, formats: ['json'] },
    logLevel: 'error',
  });
  const module = { module: BurnModule, imports: [monitor], controllers: [BurnController], providers: [BurnService] };
  const app = await NestFactory.create(module, { logger: ['error', 'warn'] });
  await app.listen(0, '127.0.0.1');
  answer({
    flush: () => app.get(PerformanceMonitorService, { strict: false }).flush('60s'),
    burnt: () => app.get(BurnService).burntMs(),
    stop: () => app.close().then(() => true),
  });
  ready(listening(((app.getHttpServer() as Server).address() as AddressInfo).port));
}

void main();
