import { AsyncLocalStorage } from 'node:async_hooks';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg, { Client, Pool, Query } from 'pg';
import Cursor from 'pg-cursor';
import QueryStream from 'pg-query-stream';
import { PgLibrary } from '../../../lib/instrumentation/libraries/pg/pg.library.js';
import { spanStorage } from '../../../lib/tracing/execution-context.js';
import { Execution } from '../../../lib/tracing/execution.js';
import type { Operation } from '../../../lib/tracing/operation.js';
import type { Tracer } from '../../../lib/tracing/tracer.interface.js';
import { statementsOf } from '../../contracts/database-library.js';
import { siteOf } from '../../support/call-site.js';
import { libraryContext } from '../../support/library-context.js';
import { until } from '../../support/until.js';
import type { DatabaseServer } from '../support/database-server.js';
import { readyPostgres } from '../support/ready-postgres.js';

const SLOW = 'select pg_sleep(0.1)';

let server: DatabaseServer;
const tracer = {} as Tracer;
const failures: unknown[] = [];
const opened: { end(): Promise<void> }[] = [];
let library: PgLibrary;

const newLibrary = (owner: Tracer = tracer): PgLibrary =>
  new PgLibrary({ ...libraryContext(owner, failures), packages: { copiesOf: () => [pg] } });
const settings = (more: pg.PoolConfig = {}): pg.PoolConfig => ({
  host: '127.0.0.1',
  port: server.port,
  user: 'postgres',
  database: 'postgres',
  ...more,
});
const newPool = (more: pg.PoolConfig = {}): Pool => {
  const pool = new Pool(settings(more));
  pool.on('error', () => undefined);
  opened.push(pool);
  return pool;
};
const newClient = async (more: pg.ClientConfig = {}): Promise<Client> => {
  const client = new Client({ ...settings(), ...more });
  client.on('error', () => undefined);
  opened.push(client);
  await client.connect();
  return client;
};
const begin = (): Execution => new Execution(tracer, 1, 'http', siteOf('root'), 0, 100);
const inside = <T>(execution: Execution, work: () => T): T => spanStorage.run(execution.root, work);
const lengthOf = ({ start, end }: Operation): number => end - start;

beforeAll(async () => {
  server = await readyPostgres();
}, 120_000);
afterAll(() => server.stop());
beforeEach(() => {
  failures.length = 0;
  library = newLibrary();
  library.attach();
});
afterEach(async () => {
  library.detach();
  await Promise.all(opened.splice(0).map(each => each.end()));
  expect(failures).toEqual([]);
});

describe('pg: the statement of a queued request', () => {
  it.each<[string, (pool: Pool) => Promise<unknown>]>([
    ['a promise', pool => pool.query(SLOW)],
    ['a callback', pool => new Promise(resolve => pool.query(SLOW, resolve))],
  ])('belongs to it, without its time in the queue (%s)', async (_, run) => {
    const pool = newPool({ max: 1 });
    await pool.query('select 1');
    const executions = [begin(), begin(), begin()];
    await Promise.all(executions.map(execution => inside(execution, () => run(pool))));
    for (const execution of executions) {
      const [statement, ...others] = statementsOf(execution);
      expect(others).toEqual([]);
      expect(statement?.queuedMs).toBe(0);
    }
    // One after another: none of the times contains another one.
    const times = executions.flatMap(statementsOf).toSorted((a, b) => a.start - b.start);
    for (const [index, { start }] of times.entries()) expect(start).toBeGreaterThanOrEqual(times[index - 1]?.end ?? 0);
    const waits = executions.map(({ operations }) =>
      operations?.each.filter(({ statement }) => statement.on === 'pool'),
    );
    expect(waits.map(each => each?.length ?? 0)).toEqual([0, 1, 1]);
    const [wait] = waits[2] ?? [];
    expect(wait?.statement.text).toBe(`pg 127.0.0.1:${server.port}/postgres`);
    expect(lengthOf(wait as Operation)).toBeGreaterThan(150);
  });

  it('belongs to nobody when code outside all executions has sent it', async () => {
    const pool = newPool({ max: 1 });
    const execution = begin();
    const own = inside(execution, () => pool.query(SLOW));
    await Promise.all([own, pool.query('select 2'), pool.query('select 3')]);
    expect(statementsOf(execution).map(({ statement }) => statement.text)).toEqual([expect.stringMatching(/pg_sleep/)]);
  });

  it('belongs to the request whose callback sends it', async () => {
    const pool = newPool({ max: 1 });
    const executions = [begin(), begin()];
    const twice = (name: string): Promise<unknown> =>
      new Promise(resolve => {
        pool.query(`select 1 as first_${name}`, () => pool.query(`select 1 as second_${name}`, resolve));
      });
    await Promise.all(executions.map((execution, index) => inside(execution, () => twice(`x${index}`))));
    for (const [index, execution] of executions.entries())
      expect(statementsOf(execution).map(({ statement }) => /\w+_x\d/.exec(statement.text)?.[0])).toEqual([
        `first_x${index}`,
        `second_x${index}`,
      ]);
  });
});

describe('pg: the arguments of a query', () => {
  const text = 'select 1 as a';
  const withCallback = (call: (callback: (error: Error, result: unknown) => void) => unknown): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const returned = call((error, result) => (error ? reject(error) : resolve(result)));
      expect(returned).toBeUndefined();
    });

  it.each<[string, (client: Client) => Promise<unknown>]>([
    ['(text)', client => client.query(text)],
    ['(text, values)', client => client.query('select $1::int as a', [1])],
    ['(config)', client => client.query({ text })],
    ['(config, values)', client => client.query({ text: 'select $1::int as a' }, [1])],
    ['(text, callback)', client => withCallback(callback => client.query(text, callback))],
    ['(text, values, callback)', client => withCallback(each => client.query('select $1::int as a', [1], each))],
    ['(config, callback)', client => withCallback(callback => client.query({ text }, callback))],
    [
      '(config, values, callback)',
      client => withCallback(each => client.query({ text: 'select $1::int as a' } as unknown as string, [1], each)),
    ],
    [
      '(config with a callback)',
      client => withCallback(callback => client.query({ text, callback } as pg.QueryConfig)),
    ],
  ])('%s is recorded once, and its result is as before', async (_, run) => {
    const client = await newClient();
    const execution = begin();
    await expect(inside(execution, () => run(client))).resolves.toMatchObject({ rows: [{ a: 1 }] });
    expect(statementsOf(execution)).toHaveLength(1);
    expect(statementsOf(execution)[0]).toMatchObject({ failed: false, end: expect.any(Number) });
  });

  it('throw what pg throws', async () => {
    const client = await newClient();
    const execution = begin();
    const query = client.query.bind(client) as (...args: unknown[]) => unknown;
    inside(execution, () => {
      expect(() => query(null)).toThrow(TypeError);
      expect(() => query('select 1', [], 'no function')).toThrow('callback is not a function');
    });
  });
});

describe('pg: queries, cursors and streams', () => {
  it.each<[string, () => pg.Submittable]>([
    ['a query', () => new Query(SLOW)],
    [
      'a query with a callback of its own',
      () => new Query({ text: SLOW, callback: () => undefined } as pg.QueryConfig),
    ],
    ['a cursor', () => new Cursor(SLOW)],
    ['a stream', () => new QueryStream(SLOW)],
  ])('%s comes back as it is, and ends', async (_, make) => {
    const client = await newPool().connect();
    const execution = begin();
    const given = make();
    expect(inside(execution, () => client.query(given))).toBe(given);
    if (given instanceof Cursor) await given.read(10);
    if (given instanceof QueryStream) given.resume();
    const [statement] = statementsOf(execution);
    await until(() => (statement?.end ?? 0) > 0, 'its end');
    expect(statement).toMatchObject({ failed: false, statement: { text: expect.stringMatching(/pg_sleep/) } });
    client.release();
  });

  it.each<[string, () => pg.Submittable]>([
    ['a cursor', () => new Cursor('select 1 from missing')],
    [
      'a query with a callback of its own',
      () => new Query({ text: 'select 1 from missing', callback: () => undefined } as pg.QueryConfig),
    ],
  ])('%s that fails without an event ends with the checkout', async (_, make) => {
    const execution = begin();
    await inside(execution, async () => {
      const client = await newPool().connect();
      const given = client.query(make());
      if (given instanceof Cursor) await expect(given.read(10)).rejects.toThrow('missing');
      else await client.query('select 1').catch(() => undefined);
      client.release();
    });
    expect(statementsOf(execution)[0]).toMatchObject({ failed: true, end: expect.any(Number) });
    expect(statementsOf(execution)[0]?.end).toBeGreaterThan(0);
  });

  it('an error without a handler is still thrown', async () => {
    const client = await newClient();
    const query = inside(begin(), () => client.query(new Query('select 1 from missing')));
    expect(query.listenerCount('error')).toBe(0);
    await new Promise(resolve => query.on('error', resolve));
  });
});

describe('pg: the callbacks of the application', () => {
  const context = new AsyncLocalStorage<string>();
  const contexts = async (): Promise<unknown[]> => {
    const pool = newPool({ max: 1 });
    await context.run('opener', () => pool.query('select 1'));
    const seen: unknown[] = [];
    const see = (resolve: () => void): void => {
      seen.push(context.getStore());
      resolve();
    };
    const queried = (name: string): Promise<void> =>
      context.run(name, () => new Promise(resolve => pool.query(SLOW, () => see(resolve))));
    const connected = (name: string): Promise<void> =>
      context.run(
        name,
        () =>
          new Promise(resolve =>
            pool.connect((_error, client, release) => {
              seen.push(context.getStore());
              client?.query('select 1', () => {
                release();
                see(resolve);
              });
            }),
          ),
      );
    await Promise.all([queried('a'), queried('b'), connected('c'), connected('d')]);
    return seen;
  };

  it('run in the contexts that they have without the monitor', async () => {
    const recorded = await inside(begin(), contexts);
    library.detach();
    expect(recorded).toEqual(await inside(begin(), contexts));
    // pg loses the contexts of these: else nothing was tested.
    expect(new Set(recorded)).toEqual(new Set(['opener']));
  });
});

describe('pg: several statements on one connection', () => {
  it.each([[{}], [{ pipeline: true }]])('wait for those before them (%j)', async more => {
    const client = await newClient(more);
    const execution = begin();
    await inside(execution, () => Promise.all([1, 2, 3].map(() => client.query(SLOW))));
    const [first, second, third] = statementsOf(execution) as [Operation, Operation, Operation];
    expect(first.queuedMs).toBe(0);
    // Sent when the answer to the one before has arrived.
    expect(second.start + second.queuedMs).toBeCloseTo(first.end, 6);
    expect(third.start + third.queuedMs).toBeCloseTo(second.end, 6);
    expect(second.queuedMs).toBeGreaterThan(90);
  });
});

describe('pg: the promise of a query', () => {
  it.each(['off', 'on'])('is not handled by the monitor (%s)', async monitor => {
    const script = fileURLToPath(new URL('../scripts/rejections.mjs', import.meta.url));
    const env = { ...process.env, NODE_OPTIONS: '', PORT: String(server.port), MONITOR: monitor };
    const { stdout } = await promisify(execFile)(process.execPath, [script], { env, timeout: 110_000 });
    expect(stdout.trim().split('\n').sort()).toEqual(['22012', '42601', '42P01', 'ECONNREFUSED']);
  });

  it('has the class that the application has chosen, and the same stack', async () => {
    class Own<T> extends Promise<T> {}
    for (const type of [Promise, Own]) {
      const client = await newClient({ Promise: type } as pg.ClientConfig);
      async function callerOfQuery(): Promise<unknown> {
        const promise = client.query('select 1 from missing');
        expect(promise).toBeInstanceOf(type);
        return await promise;
      }
      const stack = (): Promise<unknown> =>
        inside(begin(), () => callerOfQuery().catch((each: unknown) => (each as Error).stack));
      const stacks: unknown[] = [];
      for (const isRecorded of [true, false]) {
        if (!isRecorded) library.detach();
        stacks.push(await stack());
      }
      expect(stacks[0]).toBe(stacks[1]);
      library.attach();
    }
  });

  it('is rejected by a pool that has ended', async () => {
    const pool = new Pool(settings());
    await pool.end();
    await expect(inside(begin(), () => pool.connect())).rejects.toThrow('after calling end');
  });
});

describe('pg: other clients, and limits of time', () => {
  it('records a class of clients that no package shows', async () => {
    class Native {
      host = 'db';
      port = 5432;
      database = 'shop';
      _Promise = Promise;
      readonly on = (): this => this;
      connect(callback: () => void): void {
        setImmediate(callback);
      }
      query(_text: string, _values: unknown, callback: (error: unknown, result: unknown) => void): void {
        setImmediate(() => callback(null, { rows: [] }));
      }
      removeListener = this.on;
      once = this.on;
      readonly _queryable = true;
      getTypeParser(): void {}
      end(callback: () => void): void {
        setImmediate(callback);
      }
    }
    const pool = newPool({ Client: Native } as unknown as pg.PoolConfig);
    const execution = begin();
    await inside(execution, () => pool.query('select 1'));
    expect(statementsOf(execution)).toMatchObject([{ statement: { peer: 'db:5432/shop' }, failed: false }]);
  });

  it('fails a statement at its time limit', async () => {
    const execution = begin();
    const pool = newPool({ query_timeout: 50 });
    await inside(execution, () =>
      pool.query('select pg_sleep(0.4)').catch((error: unknown) => expect(String(error)).toContain('timeout')),
    );
    const [statement] = statementsOf(execution);
    expect(statement).toMatchObject({ failed: true });
    expect(lengthOf(statement as Operation)).toBeLessThan(350);
  });

  it('fails the wait for a connection at its time limit', async () => {
    const pool = newPool({ max: 1 });
    const held = await pool.connect();
    pool.options.connectionTimeoutMillis = 50;
    const execution = begin();
    await expect(inside(execution, () => pool.query('select 1'))).rejects.toThrow('timeout');
    expect(execution.operations?.each).toMatchObject([{ statement: { on: 'pool' }, failed: true }]);
    held.release();
  });
});

describe('pg: several applications', () => {
  it('each records its own, until the last one leaves', async () => {
    const { connect } = Object.getPrototypeOf(Pool.prototype) as { connect: unknown };
    const other = {} as Tracer;
    const second = newLibrary(other);
    second.attach();
    expect((Object.getPrototypeOf(Pool.prototype) as { connect: unknown }).connect).toBe(connect);
    const pool = newPool({ max: 1 });
    const [own, foreign] = [begin(), new Execution(other, 2, 'http', siteOf('root'), 0, 100)];
    const both = (): Promise<unknown> =>
      Promise.all([own, foreign].map(each => inside(each, () => pool.query('select 1'))));
    await both();
    expect([statementsOf(own).length, statementsOf(foreign).length]).toEqual([1, 1]);
    library.detach();
    await both();
    expect([statementsOf(own).length, statementsOf(foreign).length]).toEqual([1, 2]);
    second.detach();
    expect((Object.getPrototypeOf(Pool.prototype) as { connect: unknown }).connect).not.toBe(connect);
    await both();
    expect([statementsOf(own).length, statementsOf(foreign).length]).toEqual([1, 2]);
    expect(pool.listenerCount('release')).toBe(0);
  });

  it('a failure of ours ends the recording with one line, and changes no call', async () => {
    const pool = newPool();
    const broken = new Execution(tracer, 3, 'http', siteOf('root'), 0, 100);
    Object.defineProperty(broken, 'operations', {
      get: () => {
        throw new Error('broken');
      },
    });
    for (let i = 0; i < 3; i += 1)
      await expect(inside(broken, () => pool.query('select 1 as a'))).resolves.toMatchObject({ rows: [{ a: 1 }] });
    expect(failures.splice(0).map(String)).toEqual(['Error: broken']);
  });
});
