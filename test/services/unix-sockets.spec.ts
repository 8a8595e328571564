import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get, Inject, Injectable } from '@nestjs/common';
import { createClient } from '@redis/client';
import mysql, { type Pool as MysqlPool } from 'mysql2/promise';
import { Pool } from 'pg';
import Cursor from 'pg-cursor';
import type { Report } from '../../lib/index.js';
import { delay, TestApp, until } from '../integration/support/test-app.js';
import { DatabaseServer } from './support/database-server.js';
import { RedisServer } from './support/redis-server.js';

const QUERIES = 40;
const WIDE_ROWS = "select i, repeat('x', 200) a, repeat('y', 200) b, now() c from generate_series(1, 40000) i";

let postgres: DatabaseServer;
let mariadb: DatabaseServer;
let redis: RedisServer;
let pool: Pool;
let mysqlPool: MysqlPool;
let client: ReturnType<typeof createClient>;

/** One method for one statement of each driver: after `seconds`, an answer. */
@Injectable()
class Statements {
  async postgres(seconds: number): Promise<void> {
    await pool.query('select pg_sleep($1)', [seconds]);
  }

  async mysql(seconds: number): Promise<void> {
    await mysqlPool.query('select sleep(?)', [seconds]);
  }

  async redis(seconds: number): Promise<void> {
    await client.sendCommand(['BLPOP', 'nothing', String(seconds)]);
  }

  async rows(): Promise<number> {
    const connection = await pool.connect();
    const cursor = connection.query(new Cursor(WIDE_ROWS));
    let count = 0;
    for (let rows = await cursor.read(5_000); rows.length > 0; rows = await cursor.read(5_000)) count += rows.length;
    connection.release();
    return count;
  }
}

type Driver = 'postgres' | 'mysql' | 'redis';
const DRIVERS: readonly (readonly [Driver, string, string])[] = [
  ['postgres', 'database', 'PostgreSQL'],
  ['mysql', 'database', 'MySQL'],
  ['redis', 'cache', 'Redis'],
];

@Controller()
class StatementsController {
  constructor(@Inject(Statements) private readonly statements: Statements) {}

  @Get('slow/postgres')
  slowPostgres(): Promise<void> {
    return this.statements.postgres(0.4);
  }
  @Get('slow/mysql')
  slowMysql(): Promise<void> {
    return this.statements.mysql(0.4);
  }
  @Get('slow/redis')
  slowRedis(): Promise<void> {
    return this.statements.redis(0.4);
  }
  @Get('many/postgres')
  async manyPostgres(): Promise<void> {
    for (let i = 0; i < QUERIES; i += 1) await this.statements.postgres(0.008);
  }
  @Get('many/mysql')
  async manyMysql(): Promise<void> {
    for (let i = 0; i < QUERIES; i += 1) await this.statements.mysql(0.008);
  }
  @Get('many/redis')
  async manyRedis(): Promise<void> {
    for (let i = 0; i < QUERIES; i += 1) await this.statements.redis(0.02);
  }
  @Get('rows')
  rows(): Promise<number> {
    return this.statements.rows();
  }
  @Get('sleeper')
  async sleeper(): Promise<void> {
    await delay(3_000);
  }
}

describe('a request that reaches its server through a Unix socket', () => {
  let app: TestApp;

  beforeAll(async () => {
    [postgres, mariadb, redis] = await Promise.all([
      DatabaseServer.postgres(),
      DatabaseServer.mariadb(),
      RedisServer.start(),
    ]);
    const host = postgres.socket.replace(/\/[^/]*$/, '');
    pool = new Pool({ host, port: postgres.port, user: 'postgres', database: 'postgres', idleTimeoutMillis: 0 });
    pool.on('error', () => undefined);
    mysqlPool = mysql.createPool({ socketPath: mariadb.socket, user: 'root', idleTimeout: 600_000 });
    client = createClient({ socket: { path: redis.socket, tls: false } });
    client.on('error', () => undefined);
    await until(() => succeeds(pool.query('select 1')), 'PostgreSQL', 60_000);
    await until(() => succeeds(mysqlPool.query('select 1')), 'MariaDB', 60_000);
    await client.connect();
    // Without the statements, the recorder names the sockets.
    const options = { threshold: 150, libraries: false } as const;
    app = await TestApp.start({ controllers: [StatementsController], providers: [Statements] }, options);
    await app.warm();
  }, 180_000);
  afterAll(async () => {
    await app.close();
    client.destroy();
    await Promise.all([pool.end(), mysqlPool.end()]);
    await Promise.all([postgres.stop(), mariadb.stop(), redis.dispose()]);
  });

  const get = async (path: string): Promise<Report> => {
    await (await fetch(`${app.url}/${path}`)).text();
    return app.report(`GET /${path}`);
  };
  const pathOf = (driver: Driver): string => ({ postgres, mysql: mariadb, redis })[driver].socket;

  it.each(DRIVERS)('waits for its path, for one statement (%s)', async (driver, on, service) => {
    const label = `${pathOf(driver)} (${service})`;
    const { accounting, verdict } = await get(`slow/${driver}`);
    expect(verdict).toMatchObject({ kind: 'io', subject: label });
    expect(accounting.waiting[0]).toMatchObject({ on, label, count: 1 });
  });

  it.each(DRIVERS)('has a count of its statements (%s)', async (driver, _on, service) => {
    const label = `${pathOf(driver)} (${service})`;
    const { accounting, verdict, findings } = await get(`many/${driver}`);
    const repeated = [verdict, ...findings].find(({ kind }) => kind === 'repeated-io');
    expect(repeated).toMatchObject({ subject: label, count: QUERIES });
    expect(repeated?.headline).toContain(`Statements.${driver}`);
    // A reply that has arrived before the loop sleeps ends no wait of its own.
    expect(accounting.waiting[0]?.label).toBe(label);
  });

  it('parses its own rows, and not the request that sleeps', async () => {
    const asleep = fetch(`${app.url}/sleeper`);
    const { accounting } = await get('rows');
    expect(accounting.cpuMs + accounting.gcMs).toBeGreaterThan(accounting.durationMs / 4);
    expect(accounting.blockedMs).toBeLessThan(accounting.durationMs / 4);
    await asleep;
    const sleeper = await app.report('GET /sleeper');
    expect(sleeper.accounting.waiting[0]?.on).toBe('timer');
    expect(sleeper.accounting.cpuMs).toBeLessThan(accounting.cpuMs / 2);
  });
});

function succeeds(query: Promise<unknown>): Promise<boolean> {
  return query.then(
    () => true,
    () => false,
  );
}
