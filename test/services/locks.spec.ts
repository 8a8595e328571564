import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Controller, Get, Injectable, Param } from '@nestjs/common';
import { Client, Pool, type PoolClient } from 'pg';
import { SkipMonitoring, type Report, type Verdict } from '../../lib/index.js';
import { TestApp, until } from '../integration/support/test-app.js';
import type { DatabaseServer } from './support/database-server.js';
import { readyPostgres } from './support/ready-postgres.js';

const THRESHOLD_MS = 400;

let server: DatabaseServer;
let pool: Pool;
let lent: Pool;
/** Questions that were answered over the lent pool. */
let answered = 0;

const settings = (application_name: string, user = 'postgres') => ({
  host: '127.0.0.1',
  port: server.port,
  user,
  database: 'postgres',
  application_name,
});

const poolOf = (max: number, user?: string): Pool => {
  const made = new Pool({ ...settings('lent', user), max });
  made.on('error', () => undefined);
  return made;
};

@Injectable()
class Stock {
  readonly pool = pool;
  /** Statements that hold a lock. */
  held = 0;
  release: () => void = () => undefined;

  async take(id: number): Promise<void> {
    await this.pool.query('update stock set amount = amount - 1 where id = $1', [id]);
  }

  async add(id: number): Promise<void> {
    await this.pool.query('insert into stock values ($1, 0)', [id]);
  }

  async advise(): Promise<void> {
    await this.pool.query('select pg_advisory_xact_lock(4711)');
  }

  /** Holds a lock in a transaction until `release()`. */
  async hold(statement: string, ...values: unknown[]): Promise<void> {
    const client = await this.pool.connect();
    try {
      await holdWith(
        client,
        statement,
        values,
        () => (this.held += 1),
        released => (this.release = released),
      );
    } finally {
      client.release();
    }
  }
}

async function holdWith(
  client: PoolClient | Client,
  statement: string,
  values: unknown[],
  held: () => void,
  onRelease: (release: () => void) => void,
): Promise<void> {
  await client.query('begin');
  await client.query(statement, values);
  const released = new Promise<void>(resolve => onRelease(resolve));
  held();
  await released;
  await client.query('rollback');
}

const UPDATE = 'update stock set amount = amount + 1 where id = $1';

@Controller()
class StockController {
  constructor(private readonly stock: Stock) {}

  @Get('take/:id')
  take(@Param('id') id: string): Promise<void> {
    return this.stock.take(Number(id));
  }

  @Get('add/:id')
  add(@Param('id') id: string): Promise<void> {
    return this.stock.add(Number(id));
  }

  @Get('advise')
  advise(): Promise<void> {
    return this.stock.advise();
  }

  @Get('import/:id')
  import(@Param('id') id: string): Promise<void> {
    return this.stock.hold(UPDATE, Number(id));
  }

  @Get('create/:id')
  create(@Param('id') id: string): Promise<void> {
    return this.stock.hold('insert into stock values ($1, 0)', Number(id));
  }

  @Get('leader')
  leader(): Promise<void> {
    return this.stock.hold('select pg_advisory_xact_lock(4711)');
  }

  @Get('muted/:id')
  @SkipMonitoring()
  muted(@Param('id') id: string): Promise<void> {
    return this.stock.hold(UPDATE, Number(id));
  }
}

describe('a statement that waits for a lock', () => {
  let app: TestApp;
  let stock: Stock;

  beforeAll(async () => {
    server = await readyPostgres();
    const client = new Client(settings('setup'));
    await client.connect();
    await client.query('create table stock (id int primary key, amount int)');
    await client.query('insert into stock select i, 0 from generate_series(1, 9) i');
    await client.query('create role blind login');
    await client.query('create role forbidden login');
    await client.query('revoke execute on function pg_blocking_pids(int) from public');
    await client.query('grant execute on function pg_blocking_pids(int) to blind');
    await client.end();
  }, 120_000);
  afterAll(() => server.stop());

  const start = async (max = 3, user?: string): Promise<void> => {
    pool = new Pool({ ...settings('application'), max: 6 });
    pool.on('error', () => undefined);
    lent = poolOf(max, user);
    // The first connection and the first statement take long on a busy machine.
    await Promise.all([lent.query('select 1'), pool.query('select 1')]);
    answered = 0;
    lent.on('release', () => (answered += 1));
    const metadata = { controllers: [StockController], providers: [Stock] };
    app = await TestApp.start(metadata, { threshold: THRESHOLD_MS, explainLocks: lent });
    stock = app.app.get(Stock);
    await app.warm();
  };
  afterEach(async () => {
    await app.close();
    // The pool is the application's, and works on.
    expect((await lent.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
    await Promise.all([pool.end(), lent.end()]);
  });

  const get = async (path: string): Promise<string> => (await fetch(`${app.url}/${path}`)).text();
  const isLate = (path: string): boolean =>
    app.monitor.active().some(({ name, ageMs }) => name === nameOf(path) && ageMs > 3 * THRESHOLD_MS);
  const isAsked = (path: string): boolean => answered > 0 && isLate(path);
  const nameOf = (path: string): string => `GET /${path.replace(/\d+/, ':id')}`;

  /** Sends a request that waits for the lock of another one, until a condition holds. */
  const waitBehind = async (
    holder: string | (() => Promise<unknown>),
    path: string,
    isDone: (path: string) => boolean = isAsked,
  ): Promise<Report> => {
    const before = stock.held;
    const holding = typeof holder === 'string' ? get(holder) : holder();
    await until(() => stock.held > before, 'the lock');
    const waiting = get(path);
    await until(() => isDone(path), 'the end of the lock');
    stock.release();
    await Promise.all([holding, waiting]);
    if (isDone === isAsked) expect(app.logger.ours().filter(line => line.includes('Locks'))).toEqual([]);
    return app.report(nameOf(path));
  };
  const lockOf = ({ verdict }: Report): Verdict['lock'] => verdict.lock;

  describe('over a lent pool', () => {
    beforeEach(() => start());

    it('has the name of the request that holds it, and the table, for certain', async () => {
      const report = await waitBehind('import/1', 'take/1');
      expect(lockOf(report)).toEqual({ name: 'GET /import/:id', table: 'stock', certain: true });
      expect(report.verdict.headline).toContain(', because of a lock in stock that GET /import/:id held');
      expect(report.operations.map(({ label }) => label).join()).not.toContain('pg_blocking_pids');
    });

    it('has it for an insert of the same key', async () => {
      expect(lockOf(await waitBehind('create/99', 'add/99'))).toEqual({
        name: 'GET /create/:id',
        table: 'stock',
        certain: true,
      });
    });

    it('has no table for an advisory lock', async () => {
      const report = await waitBehind('leader', 'advise');
      expect(lockOf(report)).toEqual({ name: 'GET /leader', table: 'advisory lock', certain: true });
      expect(report.verdict.headline).toContain(', because of an advisory lock that GET /leader held');
    });

    it('names code outside all watched executions', async () => {
      const { name } = lockOf(await waitBehind('muted/2', 'take/2')) ?? {};
      expect(name).toBe('code outside any watched execution');
    });

    it('names a session of another process, with its pid and its name', async () => {
      const other = new Client(settings('psql'));
      await other.connect();
      const holding = () =>
        holdWith(
          other,
          UPDATE,
          [3],
          () => (stock.held += 1),
          released => (stock.release = released),
        );
      const lock = lockOf(await waitBehind(holding, 'take/3'));
      const pid = (other as unknown as { processID: number }).processID;
      expect(lock).toEqual({
        name: `a session outside any watched execution (pid ${pid}, psql)`,
        table: 'stock',
        certain: true,
      });
      await other.end();
    });

    it('names the holder, not the one that waits in front', async () => {
      const [front, probe] = [new Client(settings('front')), new Client(settings('probe'))];
      await Promise.all([front.connect(), probe.connect()]);
      const inLine = async (): Promise<boolean> =>
        (
          await probe.query(
            "select from pg_stat_activity where application_name = 'front' and wait_event_type = 'Lock'",
          )
        ).rowCount === 1;
      const holding = stock.hold(UPDATE, 4);
      await until(() => stock.held === 1, 'the lock');
      const waiting = front.query(UPDATE, [4]);
      await until(inLine, 'the first in line');
      const again = (): Promise<unknown> => {
        stock.held += 1;
        return holding;
      };
      const lock = lockOf(await waitBehind(again, 'take/4'));
      expect(lock).toEqual({ name: 'code outside any watched execution', table: 'stock', certain: true });
      await waiting;
      await Promise.all([front.end(), probe.end()]);
    });

    it('is only likely while every lent connection is in use, and the question is no burden then', async () => {
      const clients = await Promise.all([lent.connect(), lent.connect(), lent.connect()]);
      const sent: number[] = [];
      const watching = setInterval(() => sent.push(lent.waitingCount), 20);
      const report = await waitBehind('import/5', 'take/5', isLate);
      clearInterval(watching);
      for (const client of clients) client.release();
      expect(lockOf(report)).toEqual({ name: 'GET /import/:id', table: 'stock', certain: false });
      expect(new Set(sent)).toEqual(new Set([0]));
    });

    it('is none when a statement is slow by itself', async () => {
      stock.take = async () => void (await pool.query('select pg_sleep(1.5)'));
      await get('take/6');
      const report = await app.report('GET /take/:id');
      expect(answered).toBeGreaterThan(0);
      expect(report.verdict).not.toHaveProperty('lock');
    });
  });

  it.each([
    ['may not ask', 'forbidden', /needs the right to call pg_blocking_pids\(\) .*: permission denied for function/],
    ['may not see the statements', 'blind', /use the same role, or GRANT pg_read_all_stats/],
  ])('is likely when the role %s, and the log has the remedy once', async (_, role, line) => {
    await start(1, role);
    const report = await waitBehind('import/7', 'take/7', path => isAsked(path));
    expect(lockOf(report)).toEqual({ name: 'GET /import/:id', table: 'stock', certain: false });
    // A second one has no report of its own.
    await waitBehind('import/8', 'take/8', isLate);
    expect(app.logger.ours().filter(each => each.includes('Locks cannot be confirmed'))).toEqual([
      expect.stringMatching(line),
    ]);
  });
});
