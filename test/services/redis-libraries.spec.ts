import { createRequire } from 'node:module';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { createClient, createClientPool } from 'redis';
import { IoredisLibrary } from '../../lib/instrumentation/libraries/ioredis/ioredis.library.js';
import type { Library } from '../../lib/instrumentation/libraries/library.interface.js';
import { RedisLibrary } from '../../lib/instrumentation/libraries/redis/redis.library.js';
import type { Tracer } from '../../lib/tracing/tracer.interface.js';
import { describeCommands, executionOf, labelsOf, runIn } from '../contracts/commands.js';
import { libraryContext } from '../support/library-context.js';
import { RedisServer } from './support/redis-server.js';

const KEY = 'cart:4711';
const EMPTY = 'empty:list';
const SLOW_SECONDS = 0.06;

let server: RedisServer;
beforeAll(async () => {
  server = await RedisServer.start();
});
afterAll(() => server.dispose());
const port = (): number => server.port;
const address = (): { host: string; port: number } => ({ host: '127.0.0.1', port: server.port });

describeCommands(
  {
    name: 'ioredis',
    Library: IoredisLibrary,
    channels: ['tracing:ioredis:command:start', 'tracing:ioredis:command:asyncEnd', 'tracing:ioredis:connect:start'],
    label: 'SET cart:*',
    async connect() {
      const client = new Redis(address());
      await client.ping();
      return {
        send: value => client.set(KEY, value),
        sendSlow: () => client.blpop(EMPTY, SLOW_SECONDS),
        sendWrong: () => client.lpush(KEY, 'planted-value'),
        close: () => client.quit(),
      };
    },
  },
  port,
);

describeCommands(
  {
    name: 'redis',
    Library: RedisLibrary,
    channels: ['tracing:node-redis:command:start', 'tracing:node-redis:command:asyncEnd'],
    label: 'SET cart:*',
    async connect() {
      const client = createClient({ socket: address() });
      await client.connect();
      return {
        send: value => client.set(KEY, value),
        sendSlow: () => client.blPop(EMPTY, SLOW_SECONDS),
        sendWrong: () => client.lPush(KEY, 'planted-value'),
        close: () => client.close(),
      };
    },
  },
  port,
);

describe('the queues of Redis clients', () => {
  const tracer = {} as Tracer;
  const failures: unknown[] = [];
  const libraries: Library[] = [IoredisLibrary, RedisLibrary].map(
    Client => new Client(libraryContext(tracer, failures)),
  );
  beforeEach(() => libraries.forEach(library => library.attach()));
  afterEach(() => {
    libraries.forEach(library => library.detach());
    expect(failures.splice(0)).toEqual([]);
  });

  it('records each command of a pipeline and of a transaction of ioredis', async () => {
    const client = new Redis({ ...address(), db: 2 });
    await client.ping();
    const execution = await runIn(executionOf(tracer), async () => {
      await client.pipeline().set('a:1', 'secret').get('b:secret').exec();
      await client.multi().hset('c:1', 'secret', 'secret').exec();
      await client.eval("return 'secret'", 0);
      await client.xread('COUNT', 1, 'STREAMS', 'secret', '0');
    });
    expect(labelsOf(execution)).toEqual(['SET a:*', 'GET b:*', 'MULTI', 'HSET c:*', 'EXEC', 'EVAL aeb52935', 'XREAD']);
    expect(execution.operations?.each[0]?.statement.peer).toBe(`127.0.0.1:${server.port}/2`);
    await client.quit();
  });

  describe('of ioredis', () => {
    const senders = ['cart', 'lock', 'order', 'page', 'price', 'session', 'stock', 'token'];
    const copies = [createRequire(import.meta.url)('ioredis') as unknown];
    const covered = new IoredisLibrary({ ...libraryContext(tracer, failures), packages: { copiesOf: () => copies } });
    const { sendCommand } = Redis.prototype;
    beforeEach(() => {
      libraries.forEach(library => library.detach());
      covered.attach();
    });
    afterEach(() => {
      covered.detach();
      expect(Redis.prototype.sendCommand).toBe(sendCommand);
    });

    it('records the commands of automatic pipelines with their senders, however they are sent', async () => {
      const client = new Redis({ ...address(), enableAutoPipelining: true });
      await client.ping();
      const executions = await Promise.all(
        senders.map(sender =>
          runIn(executionOf(tracer), async () => {
            for (let sent = 0; sent < 5; sent++) await client.get(`${sender}:${sent}`);
          }),
        ),
      );
      expect(executions.map(labelsOf)).toEqual(senders.map(sender => Array(5).fill(`GET ${sender}:*`)));
      await client.quit();
    });

    it('records commands that waited for the connection with their senders, and none for code outside', async () => {
      const other = await RedisServer.start();
      const client = new Redis({ host: '127.0.0.1', port: other.port, lazyConnect: true });
      const outside = client.get('outside:1');
      const executions = await Promise.all(
        senders.map(sender => runIn(executionOf(tracer), () => client.get(`${sender}:1`))),
      );
      await outside;
      expect(executions.map(labelsOf)).toEqual(senders.map(sender => [`GET ${sender}:*`]));
      await client.quit();
      await other.dispose();
    });

    it('records each command of a pipeline that another request executes, with the one that added it', async () => {
      const client = new Redis(address());
      await client.ping();
      const pipeline = client.pipeline();
      const first = executionOf(tracer);
      await runIn(first, async () => void pipeline.get('a:1'));
      const second = await runIn(executionOf(tracer), async () => void (await pipeline.get('b:1').exec()));
      expect([labelsOf(first), labelsOf(second)]).toEqual([['GET a:*'], ['GET b:*']]);
      await client.quit();
    });
  });

  describe('of a copy of ioredis that is not found', () => {
    it('records no command of automatic pipelines: all are sent in the context of the first', async () => {
      const client = new Redis({ ...address(), enableAutoPipelining: true });
      await client.ping();
      const executions = await Promise.all(
        Array.from({ length: 20 }, (_, i) =>
          runIn(executionOf(tracer), async () => {
            for (let sent = 0; sent < 5; sent++) await client.get(`user:${i}`);
          }),
        ),
      );
      expect(executions.map(labelsOf)).toEqual(executions.map(() => []));
      await client.quit();
    });

    it('records no command that waited for the connection: all are sent in the context of the first', async () => {
      const other = await RedisServer.start();
      const client = new Redis({ host: '127.0.0.1', port: other.port, lazyConnect: true });
      const executions = await Promise.all(
        Array.from({ length: 20 }, () => runIn(executionOf(tracer), () => client.get('user:1'))),
      );
      expect(executions.map(labelsOf)).toEqual(executions.map(() => []));
      expect(labelsOf(await runIn(executionOf(tracer), () => client.get('user:1')))).toEqual(['GET user:*']);
      await client.quit();
      await other.dispose();
    });
  });

  it('records a transaction and a pipeline of node-redis', async () => {
    const client = createClient({ socket: address(), database: 3 });
    await client.connect();
    const execution = await runIn(executionOf(tracer), async () => {
      await client.multi().set('a:1', 'secret').get('b:1').exec();
      await client.multi().get('c:1').execAsPipeline();
    });
    expect(labelsOf(execution)).toEqual(['MULTI', 'GET c:*']);
    expect(execution.operations?.each[0]?.statement.peer).toBe(`127.0.0.1:${server.port}/3`);
    await client.close();
  });

  it('records no command of a pool of node-redis without a log: a queued one is sent in the context of another', async () => {
    const pool = createClientPool({ socket: address() }, { minimum: 1, maximum: 2 });
    await pool.connect();
    const executions = await Promise.all(
      Array.from({ length: 20 }, (_, i) => runIn(executionOf(tracer), () => pool.get(`user:${i}`))),
    );
    expect(executions.map(labelsOf)).toEqual(executions.map(() => []));
    await pool.close();
  });
});
