import 'reflect-metadata';
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { NestFactory } from '@nestjs/core';
import { WsAdapter } from '@nestjs/platform-ws';
import { PerformanceMonitorService } from 'nestjs-performance-monitor';
import { WebSocket } from 'ws';
import { AppModule } from './app.module.js';

const app = await NestFactory.create(AppModule);
app.useWebSocketAdapter(new WsAdapter(app));
await app.listen(0, '127.0.0.1');
const { port } = (app.getHttpServer() as Server).address() as AddressInfo;

const socket = new WebSocket(`ws://127.0.0.1:${port}`);
await once(socket, 'open');
socket.send(JSON.stringify({ event: 'orders.watch' }));
socket.send(JSON.stringify({ event: 'orders.check', data: ['chair', 'table', 'lamp', 'shelf', 'desk'] }));
for await (const [message] of messages(socket)) {
  if (!message.includes('orders.checked')) continue;
  console.log(message);
  break;
}
socket.close();

const monitor = app.get(PerformanceMonitorService);
await monitor.flush('10s');
console.table(monitor.getStats().endpoints.map(({ kind, name, count, slow }) => ({ kind, name, count, slow })));
await app.close();

async function* messages(from: WebSocket): AsyncGenerator<[string]> {
  for (;;) {
    const [data] = (await once(from, 'message')) as [Buffer];
    yield [data.toString()];
  }
}
