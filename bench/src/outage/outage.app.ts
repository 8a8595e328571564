// node outage.app.js <redis|embedded> <port of Redis> <directory for reports>
import 'reflect-metadata';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { createKeyv, type RedisClientType } from '@keyv/redis';
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { createCache } from 'cache-manager';
import { HelloController } from '../app/hello.controller.js';
import { PerformanceMonitorModule } from '../monitor.js';
import { answer, listening, ready } from '../process/answers.js';
import { SLOW_ENDPOINTS } from './endpoints.js';
import { LoopLag } from './loop-lag.js';

const SLOW_MS = 30;
const THRESHOLD_MS = 25;
/** Short, so that the endpoints need claims repeatedly. */
const ALERT_WINDOW = '1s';

class SlowController {
  async slow(): Promise<string> {
    await delay(SLOW_MS);
    return 'done';
  }
}
for (const name of SLOW_ENDPOINTS) {
  const { value } = Object.getOwnPropertyDescriptor(SlowController.prototype, 'slow') ?? {};
  const handler = { value: (): unknown => Reflect.apply(value, undefined, []), writable: true, configurable: true };
  Object.defineProperty(SlowController.prototype, name, handler);
  Get(name)(SlowController.prototype, name, handler);
}
Controller()(SlowController);

class OutageModule {}

/** Figures that an outage must not change. */
function listenersOf(client: RedisClientType | undefined): number {
  const emitters = [process, ...(client === undefined ? [] : [client])];
  return emitters
    .flatMap(emitter => emitter.eventNames().map(name => emitter.listenerCount(name)))
    .reduce((sum, count) => sum + count, 0);
}

async function main(): Promise<void> {
  const [, , store, redisPort = '0', outputDir = ''] = process.argv;
  let rejections = 0;
  process.on('unhandledRejection', () => (rejections += 1));
  const keyv = store === 'redis' ? createKeyv(`redis://127.0.0.1:${redisPort}`) : undefined;
  const client = keyv?.store.client as RedisClientType | undefined;
  const monitor = PerformanceMonitorModule.forRoot({
    threshold: THRESHOLD_MS,
    alertWindow: ALERT_WINDOW,
    localFile: { outputDir, retention: { maxFiles: 100 } },
    logLevel: 'silent',
    ...(keyv !== undefined && { cache: createCache({ stores: [keyv] }) }),
  });
  Module({ imports: [monitor], controllers: [HelloController, SlowController] })(OutageModule);
  const app = await NestFactory.create(OutageModule, { logger: ['error'] });
  await app.listen(0, '127.0.0.1');
  const server = app.getHttpServer() as Server;
  server.keepAliveTimeout = 0;
  const lag = new LoopLag();
  const close = async (): Promise<number> => {
    const start = performance.now();
    await app.close();
    return performance.now() - start;
  };
  answer({
    health: () => ({ longestLagMs: lag.take(), listeners: listenersOf(client), rejections }),
    close,
    stop: () => close().then(() => true),
  });
  ready(listening((server.address() as AddressInfo).port));
}

void main();
