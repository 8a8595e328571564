import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { PerformanceMonitorService } from 'nestjs-performance-monitor';
import { AppModule } from './app.module.js';
import { ask } from './ask.js';
import { usableTransports } from './transports.js';

const transports = await usableTransports();
const app = await NestFactory.create(AppModule, { logger: ['warn', 'error'] });
for (const { options } of transports) app.connectMicroservice(options);
await app.startAllMicroservices();
await app.init();

for (const transport of transports) {
  const { cents } = await ask(transport, 'P-17');
  console.log(`${transport.name}: ${cents} cents`);
}
const monitor = app.get(PerformanceMonitorService);
await monitor.flush('10s');
console.table(monitor.getStats().endpoints.map(({ kind, name, count, slow }) => ({ kind, name, count, slow })));

await app.close();
for (const { stop } of transports) await stop();
