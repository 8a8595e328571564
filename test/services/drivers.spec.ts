import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Controller, Get, Inject, Injectable } from '@nestjs/common';
import mysql, { type Pool as MysqlPool } from 'mysql2/promise';
import { Pool } from 'pg';
import Cursor from 'pg-cursor';
import QueryStream from 'pg-query-stream';
import { SlowThreshold, type Report } from '../../lib/index.js';
import { delay, TestApp, until } from '../integration/support/test-app.js';
import { DatabaseServer } from './support/database-server.js';

const QUERIES = 40;
const SLOW_ROWS = 'select i, pg_sleep(0.002) from generate_series(1, 200) i';
const WIDE_ROWS = "select i, repeat('x', 200) a, repeat('y', 200) b, now() c from generate_series(1, 40000) i";

let postgres: DatabaseServer;
let mariadb: DatabaseServer;
let pool: Pool;
let mysqlPool: MysqlPool;

@Injectable()
class Books {
  async one(i: number): Promise<void> {
    await pool.query('select pg_sleep(0.008), $1::int', [i]);
  }

  async queried(i: number): Promise<void> {
    await mysqlPool.query('select sleep(0.008), ?', [i]);
  }

  async executed(i: number): Promise<void> {
    await mysqlPool.execute('select sleep(0.008), ?', [i]);
  }

  async cursor(text: string): Promise<number> {
    const client = await pool.connect();
    const cursor = client.query(new Cursor(text));
    let count = 0;
    for (let rows = await cursor.read(5_000); rows.length > 0; rows = await cursor.read(5_000)) count += rows.length;
    client.release();
    return count;
  }

  async stream(text: string): Promise<number> {
    const client = await pool.connect();
    let count = 0;
    for await (const _ of client.query(new QueryStream(text, [], { batchSize: 50 }))) count += 1;
    client.release();
    return count;
  }

  async slow(): Promise<void> {
    await pool.query('select pg_sleep(0.4)');
  }
}

@Controller()
class BooksController {
  constructor(@Inject(Books) private readonly books: Books) {}

  @Get('pg')
  async pg(): Promise<void> {
    for (let i = 0; i < QUERIES; i += 1) await this.books.one(i);
  }
  @Get('mysql2')
  async mysql2(): Promise<void> {
    for (let i = 0; i < QUERIES; i += 1) await this.books.queried(i);
  }
  @Get('mysql2-execute')
  async mysql2Execute(): Promise<void> {
    for (let i = 0; i < QUERIES; i += 1) await this.books.executed(i);
  }
  /** An alert about the holder would list the one that waits as its victim. */
  @SlowThreshold('1h')
  @Get('mysql2-hold')
  async mysql2Hold(): Promise<void> {
    await mysqlPool.query('select sleep(0.5)');
  }
  @Get('mysql2-wait')
  async mysql2Wait(): Promise<void> {
    await this.books.queried(1);
  }
  @Get('cursor')
  cursor(): Promise<number> {
    return this.books.cursor(SLOW_ROWS);
  }
  @Get('stream')
  stream(): Promise<number> {
    return this.books.stream(SLOW_ROWS);
  }
  @Get('wide-cursor')
  wideCursor(): Promise<number> {
    return this.books.cursor(WIDE_ROWS);
  }
  @Get('warned')
  async warned(): Promise<void> {
    const timer = setTimeout(() => undefined, 300);
    await this.books.slow();
    clearTimeout(timer);
  }
  @Get('beating')
  async beating(): Promise<void> {
    const timer = setInterval(() => undefined, 20);
    await this.books.slow();
    clearInterval(timer);
  }
  @Get('opener')
  async opener(): Promise<void> {
    await pool.query('select 1');
    await delay(3_000);
  }
}

describe('a request that queries a database', () => {
  let app: TestApp;

  beforeAll(async () => {
    [postgres, mariadb] = await Promise.all([DatabaseServer.postgres(), DatabaseServer.mariadb()]);
    const [postgresPool, mariadbPool] = [poolOfPostgres(), poolOfMariadb()];
    await until(() => succeeds(postgresPool.query('select 1')), 'PostgreSQL', 60_000);
    await until(() => succeeds(mariadbPool.query('select 1')), 'MariaDB', 60_000);
    await Promise.all([postgresPool.end(), mariadbPool.end()]);
  }, 120_000);
  afterAll(async () => {
    await Promise.all([postgres.stop(), mariadb.stop()]);
  });

  beforeEach(async () => {
    [pool, mysqlPool] = [poolOfPostgres(), poolOfMariadb()];
    // Without the statements of pg, the recorder names the server.
    const options = { threshold: 150, libraries: { pg: false } };
    app = await TestApp.start({ controllers: [BooksController], providers: [Books] }, options);
  });
  afterEach(async () => {
    await app.close();
    await Promise.all([pool.end(), mysqlPool.end()]);
  });

  const get = async (path: string): Promise<Report> => {
    await (await fetch(`${app.url}/${path}`)).text();
    return app.report(`GET /${path}`);
  };
  const label = (path: string): string =>
    path.startsWith('mysql2') ? 'select sleep(?), ?' : `127.0.0.1:${postgres.port} (TCP)`;

  it.each([
    ['pg', 'Books.one'],
    ['mysql2', 'Books.queried'],
    ['mysql2-execute', 'Books.executed'],
  ])('has a count of its queries in one method (%s)', async (path, method) => {
    await Promise.all([pool.query('select 1'), mysqlPool.query('select 1')]);
    const { accounting, verdict, findings } = await get(path);
    const repeated = [verdict, ...findings].find(({ kind }) => kind === 'repeated-io');
    expect(repeated).toMatchObject({ subject: label(path), count: QUERIES });
    expect(repeated?.headline).toContain(method);
    expect(accounting.waiting[0]).toMatchObject({ label: label(path), count: QUERIES });
  });

  it('waits for a connection of mysql2, and names the request that holds it', async () => {
    await mysqlPool.end();
    mysqlPool = poolOfMariadb(1);
    await mysqlPool.query('select 1');
    const held = new Promise<void>(resolve => mysqlPool.pool.once('acquire', () => resolve()));
    const holds = fetch(`${app.url}/mysql2-hold`);
    await held;
    const { verdict, operations } = await get('mysql2-wait');
    await holds;
    expect(verdict).toMatchObject({ kind: 'pool-wait', subject: `mysql2 127.0.0.1:${mariadb.port}` });
    expect(verdict.holders).toMatchObject([{ name: 'GET /mysql2-hold' }]);
    expect(new Map(operations.map(({ on, calls }) => [on, calls]))).toEqual(
      new Map([
        ['pool', 1],
        ['database', 1],
      ]),
    );
  });

  it.each(['cursor', 'stream'])('waits for the database while it reads rows with a %s', async path => {
    await pool.query('select 1');
    const { accounting, verdict } = await get(path);
    expect(verdict).toMatchObject({ kind: 'io', subject: label(path) });
    expect(awaitedMs(accounting)).toBeLessThan(accounting.durationMs / 10);
    expect(accounting.blockedMs).toBeLessThan(accounting.durationMs / 10);
  });

  it.each(['warned', 'beating'])('waits for the database while a timer runs (%s)', async path => {
    await pool.query('select 1');
    const { accounting, verdict } = await get(path);
    expect(verdict).toMatchObject({ kind: 'io', subject: label(path) });
    expect(accounting.waiting.filter(({ on }) => on === 'timer')).toEqual([]);
  });

  it('parses its own rows, and not the request that opened the connection and sleeps', async () => {
    const opened = fetch(`${app.url}/opener`);
    await until(() => pool.idleCount === 1, 'the connection');
    const { accounting } = await get('wide-cursor');
    expect(accounting.cpuMs + accounting.gcMs).toBeGreaterThan(accounting.durationMs / 4);
    expect(accounting.blockedMs).toBeLessThan(accounting.durationMs / 4);
    expect(awaitedMs(accounting)).toBeLessThan(accounting.durationMs / 10);
    await opened;
    const opener = await app.report('GET /opener');
    expect(opener.verdict.kind).toBe('timer');
    expect(opener.accounting.cpuMs).toBeLessThan(accounting.cpuMs / 2);
  });
});

function poolOfPostgres(): Pool {
  const newPool = new Pool({ host: '127.0.0.1', port: postgres.port, user: 'postgres', database: 'postgres' });
  // The server may close its connections before the pool does.
  return newPool.on('error', () => undefined);
}

function poolOfMariadb(connectionLimit = 10): MysqlPool {
  return mysql.createPool({ host: '127.0.0.1', port: mariadb.port, user: 'root', connectionLimit });
}

/** The time of waits for an unknown cause. */
function awaitedMs({ waiting }: Report['accounting']): number {
  return waiting.reduce((sum, { on, ms }) => (on === 'await' ? sum + ms : sum), 0);
}

function succeeds(query: Promise<unknown>): Promise<boolean> {
  return query.then(
    () => true,
    () => false,
  );
}
