// One run: starts one application, with or without the monitor, sends its requests, closes it, and writes its record.
import 'reflect-metadata';
import { writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { Module, type INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { HostApplication } from './application.js';
import { Drive } from './drive.js';
import { ProbeLogger } from './logger.js';
import { importMonitor, lookAtMonitor } from './monitor.js';
import { record, store } from './record.js';
import { RootModule } from './root.module.js';
import { watchProcess } from './watch-process.js';

/** Far longer than a process needs to end after its last handle, even on a busy machine. */
const LEFT_OVER_AFTER_MS = 5_000;
const DRIVE_DEADLINE_MS = 40_000;
const HELD_ALIVE_AFTER_MS = 15_000;

const { HOST_APP = '', HOST_ADAPTER = '', HOST_RECORD = '' } = process.env;

watchProcess(() => writeFileSync(HOST_RECORD, JSON.stringify(record)));
try {
  const { application } = (await import(`../apps/${HOST_APP}.js`)) as { application: HostApplication };
  await run(application);
  record.failure = null;
} catch (error) {
  record.failure = error instanceof Error ? (error.stack ?? String(error)) : String(error);
}
// These fire only if something else keeps the process alive.
setTimeout(() => (record.resources = process.getActiveResourcesInfo().sort()), LEFT_OVER_AFTER_MS).unref();
setTimeout(() => {
  record.ended = 'held alive';
  process.exit();
}, HELD_ALIVE_AFTER_MS).unref();

async function run(application: HostApplication): Promise<void> {
  const app = await create(application);
  try {
    // An application enters its request context like this: in the first middleware, on both platforms.
    app.use((request: { headers: Record<string, string> }, _: unknown, next: () => void) =>
      store.run({ id: request.headers['x-id'] ?? 'without id' }, next),
    );
    await application.configure?.(app);
    await app.listen(0, '127.0.0.1');
    const { port } = (app.getHttpServer() as Server).address() as { port: number };
    const drive = new Drive(`http://127.0.0.1:${port}`, application.volatileHeaders, application.volatileText);
    await drive.get('/host/slow');
    await Promise.race([application.drive(drive, app), tooLong()]);
    await lookAtMonitor(app, application);
  } finally {
    const start = performance.now();
    await app.close();
    record.closeMs = Math.round(performance.now() - start);
  }
}

function tooLong(): Promise<never> {
  return new Promise((_, reject) => {
    const last = (): string => [...Object.keys(record.answers), ...Object.keys(record.results)].slice(-3).join(', ');
    setTimeout(() => reject(new Error(`drive() does not end; the last were ${last()}`)), DRIVE_DEADLINE_MS).unref();
  });
}

async function create({ module, options, volatileText }: HostApplication): Promise<INestApplication> {
  const { imports = [], ...rest } = await module();
  const monitor = await importMonitor();
  // Nest runs the hooks of global modules in the order of import: first on one platform, last on the other.
  const all = HOST_ADAPTER === 'fastify' ? [...monitor, ...imports] : [...imports, ...monitor];
  class HostModule {}
  Module({ imports: [...all, RootModule], ...rest })(HostModule);
  const nest = { abortOnError: false, logger: new ProbeLogger(volatileText), ...options };
  if (HOST_ADAPTER === 'express') return NestFactory.create(HostModule, nest);
  const { FastifyAdapter } = await import('@nestjs/platform-fastify');
  return NestFactory.create(HostModule, new FastifyAdapter(), nest);
}
