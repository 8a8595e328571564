// A measured process: node server.js <variant> <port of the line server> <port of the stand-in of PostgreSQL>. Without a
// parent process, it prints its address, so that it can be started by hand with --cpu-prof.
import 'reflect-metadata';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { NestFactory } from '@nestjs/core';
import { answer, listening, ready } from '../process/answers.js';
import { appModule } from './app.module.js';
import { memoryUse } from './memory-use.js';
import { timeRotations } from './rotation-times.js';
import { variantOf } from './variant.js';

async function main(): Promise<void> {
  const variant = variantOf(process.argv[2]);
  const linePort = Number(process.argv[3] ?? 0);
  const postgresPort = Number(process.argv[4] ?? 0);
  const app = await NestFactory.create(await appModule(variant, linePort, postgresPort), { logger: ['error', 'warn'] });
  await app.listen(0, '127.0.0.1');
  const server = app.getHttpServer() as Server;
  const facts = listening((server.address() as AddressInfo).port);
  // The connections of the load generator are idle while other variants are measured.
  server.keepAliveTimeout = 0;
  const rotations = variant === 'monitor' ? await timeRotations(app) : [];
  answer({
    usage: () => {
      const { user, system } = process.cpuUsage();
      return user + system;
    },
    memory: memoryUse,
    rssBytes: () => process.memoryUsage.rss(),
    rotations: () => rotations.splice(0),
    stop: () => app.close().then(() => true),
  });
  ready(facts);
}

void main();
