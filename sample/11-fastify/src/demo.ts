import 'reflect-metadata';
import { request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { VersioningType } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { PerformanceMonitorService } from 'nestjs-performance-monitor';
import { AppModule } from './app.module.js';

const app = await NestFactory.create<NestFastifyApplication>(AppModule, new FastifyAdapter());
app.enableVersioning({ type: VersioningType.HEADER, header: 'x-version' });
await app.listen(0, '127.0.0.1');
const url = await app.getUrl();

for (const version of ['1', '2'])
  await (await fetch(`${url}/orders/A-1`, { headers: { 'x-version': version } })).text();
await (await fetch(`${url}/orders/changes/live`, { headers: { 'x-version': '1' } })).text();
await sendSlowly(`${url}/orders`, ['{"item":', '"chair"', '}']);

const monitor = app.get(PerformanceMonitorService);
await monitor.flush('10s');
console.table(monitor.getStats().endpoints.map(({ kind, name, count, slow }) => ({ kind, name, count, slow })));
await app.close();

async function sendSlowly(to: string, pieces: readonly string[]): Promise<void> {
  const headers = { 'content-type': 'application/json', 'x-version': '1' };
  const sent = request(to, { method: 'POST', headers });
  const ended = new Promise<void>((resolve, reject) => {
    sent.on('error', reject);
    sent.on('response', response => response.resume().on('end', resolve));
  });
  for (const piece of pieces) {
    sent.write(piece);
    await delay(100);
  }
  sent.end();
  await ended;
}
