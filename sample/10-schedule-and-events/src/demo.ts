import 'reflect-metadata';
import { setTimeout as delay } from 'node:timers/promises';
import { NestFactory } from '@nestjs/core';
import { CommandBus } from '@nestjs/cqrs';
import { EventEmitter2 } from '@nestjs/event-emitter';
import { PerformanceMonitorService } from 'nestjs-performance-monitor';
import { AppModule } from './app.module.js';
import { CloseMonth } from './close-month.handler.js';

const app = await NestFactory.createApplicationContext(AppModule);
const monitor = app.get(PerformanceMonitorService);

app.get(EventEmitter2).emit('order.created', { id: 'A-1' });
console.log(await app.get(CommandBus).execute(new CloseMonth('November')));
// The schedule runs by itself, each second.
while (!monitor.getStats().endpoints.some(({ name }) => name === 'cron invoices')) await delay(50);

// A command that ends with process.exit() waits for its alerts first. close() waits for them, too.
await monitor.flush('10s');
console.table(monitor.getStats().endpoints.map(({ kind, name, count, slow }) => ({ kind, name, count, slow })));
await app.close();
