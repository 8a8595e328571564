import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createConnection, createPool, type Pool, type PoolConnection, type PoolOptions } from 'mysql2';
import { Mysql2Library } from '../../../lib/instrumentation/libraries/mysql2/mysql2.library.js';
import { spanStorage } from '../../../lib/tracing/execution-context.js';
import { Execution } from '../../../lib/tracing/execution.js';
import type { Operation } from '../../../lib/tracing/operation.js';
import type { Tracer } from '../../../lib/tracing/tracer.interface.js';
import { aliasIn, describeDatabaseLibrary, statementsOf } from '../../contracts/database-library.js';
import { siteOf } from '../../support/call-site.js';
import { libraryContext } from '../../support/library-context.js';
import { until } from '../../support/until.js';
import { DatabaseServer } from '../support/database-server.js';

const CONNECTIONS = 2;
const CHANNELS = [
  ...['query', 'execute'].flatMap(name => ['start', 'asyncStart', 'error'].map(event => `${name}:${event}`)),
  ...['start', 'end', 'asyncStart', 'asyncEnd'].map(event => `pool:connect:${event}`),
].map(name => `tracing:mysql2:${name}`);

let server: DatabaseServer;
let pool: Pool;

beforeAll(async () => {
  server = await DatabaseServer.mariadb();
}, 120_000);
afterAll(() => server.stop());

const newPool = (options: PoolOptions = {}): Pool =>
  createPool({
    host: '127.0.0.1',
    port: server.port,
    user: 'root',
    database: 'mysql',
    connectionLimit: CONNECTIONS,
    ...options,
  });
const endOf = (ended: Pool): Promise<void> => new Promise(resolve => ended.end(() => resolve()));

type Run = (sql: string, values: (string | number)[]) => Promise<unknown>;

/** Each ends with the whole result. */
const WAYS: Readonly<Record<string, Run>> = {
  'pool.query()': (sql, values) => pool.promise().query(sql, values),
  'pool.execute()': (sql, values) => pool.promise().execute(sql, values),
  'getConnection()': async (sql, values) => {
    const connection = await pool.promise().getConnection();
    try {
      return await connection.query(sql, values);
    } finally {
      connection.release();
    }
  },
  'pool.query() with a callback': (sql, values) =>
    new Promise((resolve, reject) => {
      pool.query(sql, values, (error, rows) => (error === null ? resolve(rows) : reject(error)));
    }),
  'pool.execute() with a callback': (sql, values) =>
    new Promise((resolve, reject) => {
      pool.execute(sql, values, (error, rows) => (error === null ? resolve(rows) : reject(error)));
    }),
  'getConnection() with a callback': (sql, values) =>
    new Promise((resolve, reject) => {
      pool.getConnection((refused, connection) => {
        if (refused !== null) return reject(refused);
        connection.query(sql, values, (error, rows) => {
          connection.release();
          if (error === null) resolve(rows);
          else reject(error);
        });
      });
    }),
  'a stream': async (sql, values) => {
    const rows: unknown[] = [];
    for await (const row of pool.query(sql, values).stream()) rows.push(row);
    return rows;
  },
};

for (const [way, run] of Object.entries(WAYS)) {
  describeDatabaseLibrary(way, {
    name: 'mysql2',
    Library: Mysql2Library,
    channels: CHANNELS,
    system: 'mysql',
    peer: () => `127.0.0.1:${server.port}/mysql`,
    open: async () => {
      pool = newPool();
      await until(
        () =>
          pool
            .promise()
            .query('select 1')
            .then(
              () => true,
              () => false,
            ),
        'MariaDB',
        60_000,
      );
    },
    close: () => endOf(pool),
    run: (alias, ms, value) => run(`select sleep(?), ? as alias_${alias}`, [ms / 1_000, value]),
    fail: (alias, value) => run(`select alias_${alias} from missing where id = ?`, [value]),
  });
}

describe('Mysql2Library', () => {
  const tracer = {} as Tracer;
  const failures: unknown[] = [];
  let library: Mysql2Library;

  beforeEach(() => {
    failures.length = 0;
    library = new Mysql2Library(libraryContext(tracer, failures));
    library.attach();
    pool = newPool();
  });
  afterEach(async () => {
    library.detach();
    await endOf(pool);
    expect(failures).toEqual([]);
  });

  const executionOf = (): Execution => new Execution(tracer, 1, 'http', siteOf('root'), 0, 100);
  const runIn = <T>({ root }: Execution, work: () => T): T => spanStorage.run(root, work);

  it('gives a connection that is refused no statement, and the application its error', async () => {
    const refused = newPool({ port: 9 });
    const execution = executionOf();
    const error: unknown = await runIn(execution, () => refused.promise().query('select 1')).catch(
      (each: unknown) => each,
    );
    expect(error).toMatchObject({ code: 'ECONNREFUSED' });
    expect(statementsOf(execution)).toEqual([]);
    await endOf(refused);
  });

  it('knows the address behind the name of a host, and the path of a socket', async () => {
    const wires: unknown[] = [];
    for (const options of [{ host: 'localhost' }, { socketPath: server.socket, host: undefined, port: undefined }]) {
      const named = newPool(options as PoolOptions);
      const execution = executionOf();
      await runIn(execution, () => named.promise().query('select 1'));
      wires.push(statementsOf(execution).map(({ wire, statement }) => ({ wire, peer: statement.peer })));
      await endOf(named);
    }
    expect(wires).toEqual([
      [
        {
          wire: expect.stringMatching(new RegExp(`^(127\\.0\\.0\\.1|\\[::1\\]):${server.port}$`)),
          peer: `localhost:${server.port}/mysql`,
        },
      ],
      [{ wire: server.socket, peer: `${server.socket}/mysql` }],
    ]);
  });

  it('names the transaction of a connection without a pool', async () => {
    const connection = createConnection({ host: '127.0.0.1', port: server.port, user: 'root' }).promise();
    const execution = executionOf();
    await runIn(execution, async () => {
      await connection.beginTransaction();
      await connection.query('select 1 as alias_inside');
      await connection.commit();
    });
    await connection.end();
    expect(statementsOf(execution).map(({ statement }) => aliasIn(statement.text) ?? statement.text)).toEqual([
      'START TRANSACTION',
      'inside',
      'COMMIT',
    ]);
  });

  it('gives a statement of the callback of getConnection() to the execution that asked', async () => {
    const [holder, waiter] = [executionOf(), executionOf()];
    const single = newPool({ connectionLimit: 1 });
    const held = await runIn(holder, () => single.promise().getConnection());
    const waited = runIn(
      waiter,
      () =>
        new Promise((resolve, reject) => {
          single.getConnection((error, connection) => {
            if (error !== null) return reject(error);
            connection.query('select 1 as alias_waited', () => {
              connection.release();
              resolve(undefined);
            });
          });
        }),
    );
    runIn(holder, () => held.release());
    await waited;
    expect(statementsOf(waiter).map(({ statement }) => aliasIn(statement.text))).toEqual(['waited']);
    expect(statementsOf(holder)).toEqual([]);
    await endOf(single);
  });

  describe('with a pool of one connection', () => {
    let single: Pool;

    beforeEach(async () => {
      single = newPool({ connectionLimit: 1 });
      await single.promise().query('select 1');
    });
    afterEach(() => endOf(single));

    const waitsOf = ({ operations }: Execution): Operation[] =>
      operations?.each.filter(({ statement }) => statement.on === 'pool') ?? [];
    const heldBy = (operation: Operation | undefined): (string | undefined)[] =>
      operation?.pool?.holdings.map(({ execution }) => execution?.currentName) ?? [];
    const named = (name: string): Execution => Object.assign(executionOf(), { name });

    it('records the time in the queue apart from the statement, with the holder', async () => {
      const [holder, waiter] = [named('GET /holder'), named('GET /waiter')];
      const held = runIn(holder, () => single.promise().query('select sleep(0.1)'));
      await runIn(waiter, () => single.promise().query('select 1 as alias_waiter'));
      await held;
      const [wait] = waitsOf(waiter);
      const [statement] = statementsOf(waiter);
      expect(wait?.statement).toMatchObject({ text: `mysql2 127.0.0.1:${server.port}/mysql` });
      expect((wait?.end ?? 0) - (wait?.start ?? 0)).toBeGreaterThan(80);
      expect(statement?.start).toBeGreaterThanOrEqual(wait?.end ?? Infinity);
      expect(wait?.pool).toMatchObject({ size: 1 });
      expect(heldBy(wait)).toEqual(['GET /holder']);
      expect(waitsOf(holder)).toEqual([]);
    });

    it.each([
      ['is released to the next one in the queue', (connection: PoolConnection) => connection.release()],
      ['is destroyed', (connection: PoolConnection) => connection.destroy()],
    ])('knows the next holder when a connection %s', async (_, give) => {
      const [first, second, third] = [named('GET /first'), named('GET /second'), named('GET /third')];
      const connectionIn = (execution: Execution): Promise<PoolConnection> =>
        runIn(
          execution,
          () =>
            new Promise((resolve, reject) => {
              single.getConnection((error, connection) => (error === null ? resolve(connection) : reject(error)));
            }),
        );
      const held = await connectionIn(first);
      const [waiting, last] = [connectionIn(second), connectionIn(third)];
      const lasts = (connection: PoolConnection): Promise<unknown> => connection.promise().query('select sleep(0.02)');
      await lasts(held);
      give(held);
      const next = await waiting;
      await lasts(next);
      next.release();
      (await last).release();
      // The pool itself asks for another connection in place of one that is destroyed.
      const executions = (wait: Operation | undefined): unknown =>
        new Set(heldBy(wait).filter(name => name !== undefined));
      expect(executions(waitsOf(second)[0])).toEqual(new Set(['GET /first']));
      expect(executions(waitsOf(third)[0])).toEqual(new Set(['GET /first', 'GET /second']));
      const after = named('GET /after');
      await runIn(after, () => single.promise().query('select 1'));
      expect(waitsOf(after)).toEqual([]);
    });

    it('records a wait that ends without a connection as failed', async () => {
      const waiter = named('GET /waiter');
      const held = await single.promise().getConnection();
      const waited = runIn(waiter, () => single.promise().query('select 1')).catch((error: unknown) => error);
      const ended = endOf(single);
      held.release();
      expect(String(await waited)).toContain('Pool is closed');
      await ended;
      expect(waitsOf(waiter)).toMatchObject([{ failed: true }]);
      expect(statementsOf(waiter)).toEqual([]);
    });

    it('leaves no listener on the pool when it is detached', () => {
      expect(['enqueue', 'release'].map(event => single.listenerCount(event))).toEqual([1, 1]);
      library.detach();
      expect(['enqueue', 'release'].map(event => single.listenerCount(event))).toEqual([0, 0]);
    });
  });
});
