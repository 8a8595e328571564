import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Controller, Get, Inject, Injectable } from '@nestjs/common';
import { createClient, createClientPool } from '@redis/client';
import { SlowThreshold, type Report } from '../../lib/index.js';
import { delay, spin, TestApp, until } from '../integration/support/test-app.js';
import { RedisServer } from './support/redis-server.js';
import { ownMs } from '../support/own-time.js';

let redis: RedisServer;
let pool: ReturnType<typeof createClientPool>;
let client: ReturnType<typeof createClient>;

function computeOfHolder(): void {
  spin(150);
}
function computeOfQueued(): void {
  spin(150);
}
/** Longer than its time in the queue: an execution that mostly waits is listed in the report about the holder. */
function computeOfSecond(): void {
  spin(900);
}
function computeOutside(): void {
  spin(150);
}

@Injectable()
class Tasks {
  /** Holds the only connection until somebody pushes to the list. */
  async hold(): Promise<void> {
    await pool.execute(connection => connection.blPop('gate', 0));
    computeOfHolder();
  }
  async holdOnly(): Promise<void> {
    await pool.blPop('gate', 0);
  }
  async short(): Promise<void> {
    await pool.get('x');
  }
  async queued(): Promise<void> {
    await pool.execute(async connection => {
      computeOfQueued();
      await connection.get('x');
      computeOfQueued();
    });
  }
  async second(): Promise<void> {
    await pool.execute(async connection => {
      await connection.get('x');
      computeOfSecond();
    });
  }
}

@Controller()
class TasksController {
  constructor(@Inject(Tasks) private readonly tasks: Tasks) {}

  @Get('holder')
  holder(): Promise<void> {
    return this.tasks.hold();
  }
  /** Without a report, in which the waiting one would be listed. */
  @Get('hold-only')
  @SlowThreshold('1h')
  holdOnly(): Promise<void> {
    return this.tasks.holdOnly();
  }
  @Get('short')
  short(): Promise<void> {
    return this.tasks.short();
  }
  @Get('queued')
  queued(): Promise<void> {
    return this.tasks.queued();
  }
  @Get('second')
  second(): Promise<void> {
    return this.tasks.second();
  }
}

const FUNCTIONS = [computeOfHolder, computeOfQueued, computeOfSecond, computeOutside].map(({ name }) => name);

beforeAll(async () => {
  redis = await RedisServer.start();
  client = createClient({ url: redis.url });
  await client.connect();
}, 60_000);
afterAll(async () => {
  client.destroy();
  await redis.dispose();
});

describe('tasks that wait for a connection of a pool of node-redis', () => {
  let app: TestApp;
  beforeEach(async () => {
    pool = createClientPool({ url: redis.url }, { minimum: 1, maximum: 1, acquireTimeout: 60_000 });
    await pool.connect();
    app = await TestApp.start({ controllers: [TasksController], providers: [Tasks] });
    await app.warm();
  });
  afterEach(async () => {
    await app.close();
    pool.destroy();
  });

  const get = async (path: string): Promise<unknown> => (await fetch(`${app.url}/${path}`)).text();
  const functionsIn = ({ tree }: Report): string[] => FUNCTIONS.filter(name => JSON.stringify(tree).includes(name));

  const operationsIn = ({ operations = [] }: Report): string[] => operations.map(({ label }) => label).sort();

  /** Each one waits in the pool before the next one starts; then the holder goes on. */
  async function runInTurn(...starts: (() => Promise<unknown>)[]): Promise<void> {
    const all = [get('holder')];
    await until(() => pool.clientsInUse === 1, 'the holder of the connection');
    for (const [index, start] of starts.entries()) {
      all.push(start());
      await until(() => pool.tasksQueueLength === index + 1, 'a queued task');
    }
    await client.rPush('gate', 'open');
    await Promise.all(all);
  }

  it('run in their own requests, one after another', async () => {
    await runInTurn(
      () => get('queued'),
      () => get('second'),
    );
    const [holder, queued, second] = [
      await app.report('GET /holder'),
      await app.report('GET /queued'),
      await app.report('GET /second'),
    ];
    expect(operationsIn(holder)).toEqual(['BLPOP gate']);
    expect(operationsIn(queued)).toEqual(['GET x', `redis 127.0.0.1:${redis.port}`]);
    expect(operationsIn(second)).toEqual(['GET x', `redis 127.0.0.1:${redis.port}`]);
    expect(functionsIn(holder)).toEqual(['computeOfHolder']);
    expect(functionsIn(queued)).toEqual(['computeOfQueued']);
    expect(functionsIn(second)).toEqual(['computeOfSecond']);
    expect(ownMs(queued.accounting)).toBeGreaterThan(290);
    expect(ownMs(second.accounting)).toBeGreaterThan(890);
    expect(holder.accounting.cpuMs).toBeLessThan(290);
  });

  it('wait for clients that are in use, and for none of a pool that was closed before', async () => {
    await get('short');
    pool.destroy();
    pool = createClientPool({ url: redis.url }, { minimum: 1, maximum: 1, acquireTimeout: 60_000 });
    await pool.connect();
    const held = get('hold-only');
    await until(() => pool.clientsInUse === 1, 'the holder of the connection');
    const waiting = get('short');
    await until(() => pool.tasksQueueLength === 1, 'a queued task');
    await delay(800);
    await client.rPush('gate', 'open');
    await Promise.all([held, waiting]);
    const { verdict } = await app.report('GET /short');
    expect(verdict.kind).toBe('pool-wait');
    expect(verdict.headline).toContain('(1 in use, by GET /hold-only for ');
  });

  it('are in no report when no request queued them', async () => {
    await runInTurn(() => pool.execute(() => computeOutside()));
    const holder = await app.report('GET /holder');
    expect(functionsIn(holder)).toEqual(['computeOfHolder']);
    expect(holder.accounting.cpuMs).toBeLessThan(290);
  });
});
