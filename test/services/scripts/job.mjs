// A typical script: an application context, one slow job, and no `app.close()`. It closes only its own client.
// It prints each alert. The process must end by itself.
import 'reflect-metadata';
import { createRequire } from 'node:module';
import { setTimeout as delay } from 'node:timers/promises';
import * as keyvRedis5 from '@keyv/redis';
import * as keyvRedis4 from '@keyv/redis4';
import { Injectable, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { createCache } from 'cache-manager';
import { Keyv } from 'keyv';
import { AlertNotifier, PerformanceMonitorModule, PerformanceMonitorService } from '../../../dist/index.js';

const { KIND = '', NAME = 'job', OUTPUT_DIR = '', MONITOR } = process.env;
const url = new URL(process.env.REDIS_URL ?? '');
const server = { host: url.hostname, port: Number(url.port) };
const user = { username: url.username || undefined, password: url.password || undefined };

// iovalkey, the fork of ioredis that @keyv/valkey contains.
const IoRedis = createRequire(createRequire(import.meta.url).resolve('@keyv/valkey'))('iovalkey').default;

/** Until a client is closed, its timer for the next ping keeps the process alive. */
const options = { url: url.href, pingInterval: 240_000 };
const CLIENTS = {
  'node-redis': () => keyvRedis5.createClient(options),
  'node-redis sentinel': () => keyvRedis5.createSentinel({ name: 'primary', sentinelRootNodes: [server] }),
  'node-redis cluster': () => keyvRedis5.createCluster({ rootNodes: [{ url: url.href }] }),
  'node-redis-4': () => keyvRedis4.createClient(options),
  'node-redis-4 cluster': () => keyvRedis4.createCluster({ rootNodes: [{ url: url.href }] }),
  ioredis: () => new IoRedis({ ...server, ...user }),
  'ioredis sentinel': () => new IoRedis({ sentinels: [server], name: 'primary' }),
  'ioredis cluster': () => new IoRedis.Cluster([server]),
};
const client = CLIENTS[KIND]();
client.on('error', error => console.error(String(error)));

/** An adapter as applications write it for ioredis. */
class IoRedisAdapter {
  opts = {};
  client = client;
  async get(key) {
    return (await this.client.get(key)) ?? undefined;
  }
  async set(key, value) {
    await this.client.set(key, value);
  }
  async delete(key) {
    return (await this.client.del(key)) > 0;
  }
  async clear() {}
  on() {}
}

function adapter() {
  if (KIND.startsWith('ioredis')) return new IoRedisAdapter();
  const { default: KeyvRedis } = KIND.startsWith('node-redis-4') ? keyvRedis4 : keyvRedis5;
  return new KeyvRedis(client);
}

class Collector {
  name = 'collector';
  async notify({ report }) {
    console.log(`ALERT ${report.execution.name}`);
  }
}
Injectable()(Collector);
AlertNotifier()(Collector);

if (!KIND.startsWith('ioredis')) await client.connect();
await client.get('anything').catch(() => undefined);
if (MONITOR !== 'off') {
  const cache = createCache({ stores: [new Keyv({ store: adapter() })] });
  const monitor = PerformanceMonitorModule.forRoot({
    threshold: '20ms',
    escalation: false,
    cache,
    localFile: { outputDir: OUTPUT_DIR },
  });
  class ScriptModule {}
  Module({ imports: [monitor], providers: [Collector] })(ScriptModule);
  const lines = {};
  for (const level of ['log', 'warn', 'error', 'debug', 'verbose', 'fatal']) lines[level] = line => console.log(line);
  const app = await NestFactory.createApplicationContext(ScriptModule, { logger: lines });
  const service = app.get(PerformanceMonitorService);
  // On a busy machine the first claim of a process can exceed its deadline.
  for (const name of [`warm-up of ${process.pid}`, NAME]) {
    await service.profile(name, () => delay(50));
    await service.flush('20s');
  }
}
await (client.close?.() ?? client.quit());
