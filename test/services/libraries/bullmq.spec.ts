import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { BullModule, getFlowProducerToken, getQueueToken, InjectFlowProducer, InjectQueue } from '@nestjs/bullmq';
import { Controller, Get, Injectable, Query } from '@nestjs/common';
import { Queue, type FlowProducer, type Job } from 'bullmq';
import { Redis } from 'ioredis';
import type { PerformanceMonitorOptions, ReportOperation } from '../../../lib/index.js';
import { TestApp } from '../../integration/support/test-app.js';
import { RedisServer } from '../support/redis-server.js';

const SECRET = 'secret-4711';
let server: RedisServer;

@Injectable()
class OwnQueue {
  readonly queue = new Queue('by-hand', { connection: { host: '127.0.0.1', port: server.port } });
  readonly redis = new Redis({ host: '127.0.0.1', port: server.port });

  async onModuleDestroy(): Promise<void> {
    await this.queue.close();
    await this.redis.quit();
  }
}

@Controller()
class OrdersController {
  constructor(
    @InjectQueue('mail') private readonly mail: Queue,
    @InjectFlowProducer('flows') private readonly flows: FlowProducer,
    private readonly own: OwnQueue,
  ) {}

  @Get('one')
  async one(): Promise<string> {
    const job = await this.mail.add('welcome', { to: SECRET });
    return job.name;
  }
  @Get('bulk')
  async bulk(): Promise<number> {
    const jobs = await this.mail.addBulk([
      { name: 'welcome', data: {} },
      { name: 'welcome', data: {} },
    ]);
    return jobs.length;
  }
  @Get('flow')
  async flow(): Promise<string> {
    const children = [{ name: 'welcome', queueName: 'mail', data: {} }];
    return (await this.flows.add({ name: 'ship', queueName: 'orders', children })).job.name;
  }
  @Get('own')
  async byHand(): Promise<string> {
    await this.own.redis.ping();
    const [job] = await Promise.all([this.own.queue.add('first', {}), this.own.redis.get('beside')]);
    await this.own.redis.set('cart:1', 1);
    return job.name;
  }
  @Get('refused')
  async refused(): Promise<string> {
    return this.mail.add('welcome', {}, { jobId: '0' }).then(
      () => 'added',
      (error: Error) => error.message,
    );
  }
  @Get('many')
  async many(@Query('of') count: string): Promise<void> {
    const names = Array.from({ length: Number(count) }, (_, n) => `to-x${n}`);
    for (const name of names) await this.mail.add(name, {});
  }
}

describe('jobs that BullMQ adds', () => {
  let app: TestApp;
  beforeAll(async () => {
    server = await RedisServer.start();
  });
  afterAll(() => server.dispose());
  afterEach(() => app.close());

  async function start(options: PerformanceMonitorOptions = {}): Promise<void> {
    const imports = [
      BullModule.forRoot({ connection: { host: '127.0.0.1', port: server.port } }),
      BullModule.registerQueue({ name: 'mail' }),
      BullModule.registerFlowProducer({ name: 'flows' }),
    ];
    app = await TestApp.start(
      { imports, controllers: [OrdersController], providers: [OwnQueue] },
      { threshold: 1, ...options },
    );
    // The first use of a connection has commands of its own.
    await app.app.get<Queue>(getQueueToken('mail'), { strict: false }).waitUntilReady();
    await app.app.get<FlowProducer>(getFlowProducerToken('flows'), { strict: false }).waitUntilReady();
    await app.app.get(OwnQueue).queue.waitUntilReady();
  }
  async function operationsOf(path: string): Promise<readonly ReportOperation[]> {
    expect((await fetch(`${app.url}${path}`)).status).toBe(200);
    const { operations } = await app.report(`GET ${path.replace(/\?.*/, '')}`);
    expect(JSON.stringify(operations)).not.toContain(SECRET);
    return operations;
  }
  const labels = (operations: readonly ReportOperation[]): string[] => operations.map(({ label }) => label).sort();

  it.each([
    ['/one', 'add mail/welcome'],
    ['/bulk', 'addBulk mail/welcome'],
    ['/flow', 'add orders/ship'],
  ])('by %s are one operation, without their commands', async (path, label) => {
    await start();
    const [operation, ...others] = await operationsOf(path);
    expect(others).toEqual([]);
    expect(operation).toMatchObject({ on: 'cache', system: 'redis', label, calls: 1, failed: 0 });
    expect(operation?.peer).toBe(`127.0.0.1:${server.port}`);
    expect(operation?.maxMs).toBeGreaterThan(0);
    expect(operation?.totalMs).toBeLessThan((await app.report(`GET ${path}`)).execution.durationMs);
  });

  it('belong to the span that adds them', async () => {
    await start();
    const [operation] = await operationsOf('/one');
    expect(operation?.spans).toEqual(['OrdersController.one']);
    const { timeline } = await app.report('GET /one');
    expect(timeline.spans.map(({ name }) => name)).not.toContain('');
  });

  it('leave the commands beside them to the request', async () => {
    await start();
    expect(labels(await operationsOf('/own'))).toEqual(
      ['GET beside', 'PING', 'SET cart:*', 'add by-hand/first'].sort(),
    );
  });

  it('fail with the error of BullMQ', async () => {
    await start();
    const answer = await (await fetch(`${app.url}/refused`)).text();
    expect(answer).toContain("JobId cannot be '0'");
    const { operations } = await app.report('GET /refused');
    expect(operations).toMatchObject([{ label: 'add mail/welcome', failed: 1 }]);
  });

  it('have a bounded number of names', async () => {
    await start();
    const operations = await operationsOf('/many?of=120');
    expect(operations.find(({ label }) => label === 'add *')?.calls).toBe(20);
  });

  it('are commands where the option is off', async () => {
    await start({ libraries: { bullmq: false } });
    const all = labels(await operationsOf('/one'));
    expect(all.some(label => label.startsWith('EVAL'))).toBe(true);
    expect(all.some(label => label.startsWith('add'))).toBe(false);
    const queue = app.app.get<Queue<unknown, Job>>(getQueueToken('mail'), { strict: false });
    expect(Object.hasOwn(queue, 'add')).toBe(false);
  });
});
