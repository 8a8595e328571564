import 'reflect-metadata';
import { getQueueToken } from '@nestjs/bullmq';
import { NestFactory } from '@nestjs/core';
import { QueueEvents, type Queue } from 'bullmq';
import { PerformanceMonitorService } from 'nestjs-performance-monitor';
import { AppModule } from './app.module.js';
import { findRedis } from './redis.js';

const redis = await findRedis();
const app = await NestFactory.createApplicationContext(AppModule.forRedis(redis), { logger: ['warn', 'error'] });
const queue = app.get<Queue>(getQueueToken('mail'));
const events = new QueueEvents('mail', { connection: { host: redis.host, port: redis.port } });
await events.waitUntilReady();

// The second job is fast, but waits for the first one. The third one fails, which is an outcome.
const jobs = [];
for (const name of ['newsletter', 'welcome', 'bounced']) jobs.push(await queue.add(name, { to: 'customer' }));
for (const job of jobs) {
  const outcome = await job.waitUntilFinished(events).catch((error: unknown) => String(error));
  console.log(`${job.name}: ${outcome}`);
}

const monitor = app.get(PerformanceMonitorService);
await monitor.flush('10s');
console.table(monitor.getStats().endpoints.map(({ kind, name, count, slow }) => ({ kind, name, count, slow })));

await events.close();
await queue.obliterate({ force: true });
await app.close();
await redis.stop();
