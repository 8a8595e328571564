// The consumer's application. It is compiled as an ES module and as CommonJS, against the packed library.
import 'reflect-metadata';
import { setTimeout as sleep } from 'node:timers/promises';
import { Controller, Get, Injectable, Module, type INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { PerformanceMonitorModule } from 'nestjs-performance-monitor';

function burnOnPurpose(ms: number): number {
  const end = performance.now() + ms;
  let sum = 0;
  while (performance.now() < end) for (let i = 0; i < 10_000; i++) sum += Math.sqrt(i);
  return sum;
}

@Injectable()
class SlowService {
  async waitOnPurpose(): Promise<string> {
    await sleep(400);
    return 'waited';
  }
}

@Controller()
class SlowController {
  constructor(private readonly slow: SlowService) {}

  @Get('cpu/:id')
  cpu(): object {
    return { sum: burnOnPurpose(400) };
  }

  @Get('wait')
  async wait(): Promise<object> {
    return { answer: await this.slow.waitOnPurpose() };
  }

  @Get('fast')
  fast(): object {
    return { fast: true };
  }
}

@Module({
  imports: [
    PerformanceMonitorModule.forRoot({
      threshold: '200ms',
      localFile: { outputDir: process.env.REPORTS ?? '', formats: ['html', 'json'] },
    }),
  ],
  controllers: [SlowController],
  providers: [SlowService],
})
class AppModule {}

async function create(): Promise<INestApplication> {
  if (process.env.ADAPTER === 'express') return NestFactory.create(AppModule, { logger: ['warn', 'error'] });
  const { FastifyAdapter } = await import('@nestjs/platform-fastify');
  return NestFactory.create(AppModule, new FastifyAdapter(), { logger: ['warn', 'error'] });
}

async function main(): Promise<void> {
  const app = await create();
  await app.listen(0, '127.0.0.1');
  console.log(`listening ${await app.getUrl()}`);
  // Nothing ends the process after this line: it must end by itself, without open handles.
  process.once('SIGTERM', () => void app.close().then(() => console.log('closed')));
}

void main();
