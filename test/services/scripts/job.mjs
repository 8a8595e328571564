// A typical script: an application context, one slow job, a closed client of its own, and no `app.close()`.
// It prints the alerts of its notifier, and must end by itself.
import 'reflect-metadata';
import { createRequire } from 'node:module';
import { setTimeout as delay } from 'node:timers/promises';
import KeyvRedis, { createClient, createCluster, createSentinel } from '@keyv/redis';
import { Injectable, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { createCache } from 'cache-manager';
import { Keyv } from 'keyv';
import { AlertNotifier, PerformanceMonitorModule, PerformanceMonitorService } from '../../../dist/index.js';

const { KIND = '', NAME = 'job', OUTPUT_DIR = '', MONITOR } = process.env;
const url = new URL(process.env.REDIS_URL ?? '');
const server = { host: url.hostname, port: Number(url.port) };
const user = { username: url.username || undefined, password: url.password || undefined };

// The fork of ioredis that @keyv/valkey installs.
const IoRedis = createRequire(createRequire(import.meta.url).resolve('@keyv/valkey'))('iovalkey').default;
const CLIENTS = {
  'node-redis': () => createClient({ url: url.href }),
  'node-redis sentinel': () => createSentinel({ name: 'primary', sentinelRootNodes: [server] }),
  'node-redis cluster': () => createCluster({ rootNodes: [{ url: url.href }] }),
  ioredis: () => new IoRedis({ ...server, ...user }),
  'ioredis sentinel': () => new IoRedis({ sentinels: [server], name: 'primary' }),
  'ioredis cluster': () => new IoRedis.Cluster([server]),
};
const client = CLIENTS[KIND]();
client.on('error', error => console.error(String(error)));

/** A typical adapter for a client without one. */
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
  const store = KIND.startsWith('ioredis') ? new IoRedisAdapter() : new KeyvRedis(client);
  const cache = createCache({ stores: [new Keyv({ store })] });
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
  // On a busy machine, the first claim of a process takes longer than the limit of a store.
  for (const name of [`warm-up of ${process.pid}`, NAME]) {
    await service.profile(name, () => delay(50));
    await service.flush('20s');
  }
}
await (client.close?.() ?? client.quit());
