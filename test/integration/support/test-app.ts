import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Module, type LoggerService, type ModuleMetadata, type NestApplicationOptions } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { INestApplication } from '@nestjs/common';
import {
  PerformanceMonitorModule,
  PerformanceMonitorService,
  type PerformanceMonitorOptions,
  type Report,
} from '../../../lib/index.js';
import { until } from '../../support/until.js';

export { until } from '../../support/until.js';

export type Platform = 'express' | 'fastify';
export const PLATFORMS: readonly Platform[] = ['express', 'fastify'];

/** Keeps the lines that the application's logger was given. */
export class LineLogger implements LoggerService {
  readonly lines: string[] = [];
  log = (message: unknown, context?: unknown): void => this.keep('log', message, context);
  error = (message: unknown, ...rest: unknown[]): void => this.keep('error', message, rest.at(-1));
  warn = (message: unknown, context?: unknown): void => this.keep('warn', message, context);

  /** Our own lines only. */
  ours(): string[] {
    return this.lines.filter(line => line.includes('[PerformanceMonitor]'));
  }

  private keep(level: string, message: unknown, context: unknown): void {
    this.lines.push(`${level} [${String(context)}] ${String(message)}`);
  }
}

/** A real application on a real port, that writes its reports as JSON into a directory of its own. */
export class TestApp {
  private constructor(
    readonly app: INestApplication,
    readonly url: string,
    readonly directory: string,
    readonly logger: LineLogger,
    private readonly unused: Set<Socket>,
  ) {}

  static async start(
    metadata: ModuleMetadata,
    options: PerformanceMonitorOptions = {},
    platform: Platform = 'express',
    prepare: (app: INestApplication) => void = () => undefined,
    nest: NestApplicationOptions = {},
  ): Promise<TestApp> {
    const directory = await mkdtemp(join(tmpdir(), 'monitor-test-'));
    const monitor = PerformanceMonitorModule.forRoot({
      threshold: 200,
      ...options,
      // Without being asked to, the library takes no samples in a test run.
      recorder: { cpu: true, ...options.recorder },
      localFile: options.localFile !== false && { outputDir: directory, formats: ['json'], ...options.localFile },
    });
    class AppModule {}
    Module({ ...metadata, imports: [monitor, ...(metadata.imports ?? [])] })(AppModule);
    const logger = new LineLogger();
    const settings = { logger, abortOnError: false, ...nest };
    const app =
      platform === 'express'
        ? await NestFactory.create(AppModule, new ExpressAdapter(), settings)
        : await NestFactory.create<NestFastifyApplication>(AppModule, new FastifyAdapter(), settings);
    prepare(app);
    await app.listen(0, '127.0.0.1');
    const server = app.getHttpServer() as Server;
    // A loop that was blocked for seconds must not end the idle connection which the next request is about to take.
    server.keepAliveTimeout = 600_000;
    const { port } = server.address() as AddressInfo;
    return new TestApp(app, `http://127.0.0.1:${port}`, directory, logger, unusedConnections(server));
  }

  get monitor(): PerformanceMonitorService {
    return this.app.get(PerformanceMonitorService);
  }

  /** Sends a request to no route: what the first one compiles is then no part of the request that a test looks at. */
  async warm(): Promise<void> {
    await (await fetch(`${this.url}/no/such/route`)).text();
    await this.monitor.flush('60s');
  }

  /** All reports, once every pending alert has been delivered. */
  async reports(): Promise<Report[]> {
    await this.monitor.flush('60s');
    const names = (await readdir(this.directory)).filter(name => name.endsWith('.json'));
    return Promise.all(
      names.map(async name => JSON.parse(await readFile(join(this.directory, name), 'utf8')) as Report),
    );
  }

  /** The one report about `name`. */
  async report(name: string): Promise<Report> {
    await until(
      async () => (await this.reports()).some(report => report.execution.name === name),
      `a report about ${name}`,
    );
    const found = (await this.reports()).filter(report => report.execution.name === name);
    if (found[0] === undefined || found.length > 1) throw new Error(`${found.length} reports about ${name}`);
    return found[0];
  }

  async close(): Promise<void> {
    await Promise.all([this.app.close(), this.endUnused()]);
    await rm(this.directory, { recursive: true, force: true });
  }

  private async endUnused(): Promise<void> {
    await until(() => !(this.app.getHttpServer() as Server).listening, 'the end of listening');
    for (const socket of this.unused) socket.destroy();
  }
}

/**
 * Connections without a request so far. After an aborted `fetch`, undici opens one for later requests. Node's server does not
 * take it for idle, and would wait for it when it closes.
 */
function unusedConnections(server: Server): Set<Socket> {
  const unused = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    unused.add(socket);
    socket.once('close', () => unused.delete(socket));
  });
  server.on('request', ({ socket }) => unused.delete(socket));
  return unused;
}

/** The names of the spans without the response's: on a busy machine, sending it lasts long enough for a span. */
export function spanNames({ timeline }: Report): string[] {
  return timeline.spans.map(({ name }) => name).filter(name => !name.endsWith('Adapter.reply'));
}

/**
 * Burns CPU for so long, in the function that calls it. Each reading of the clock is garbage: with one in each turn, a
 * busy machine, whose collections take long, would spend a large part of the time on them.
 */
export function spin(ms: number): number {
  const end = performance.now() + ms;
  let turns = 0;
  while (performance.now() < end) for (let i = 0; i < 10_000; i += 1) turns += 1;
  return turns;
}

export function delay(ms: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, ms));
}
