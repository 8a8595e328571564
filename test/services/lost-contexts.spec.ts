import type { IncomingMessage } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import mysql from 'mysql';
import mysql2 from 'mysql2';
import { Client, Pool } from 'pg';
import { lost, LostController, Work } from '../integration/support/lost-controller.js';
import { PLATFORMS, spanNames, TestApp, until } from '../integration/support/test-app.js';
import { DatabaseServer } from './support/database-server.js';
import { ownMs } from '../support/own-time.js';

/** Asks a database, and calls back as its driver does. */
type Ask = (callback: () => void) => void;

let postgres: DatabaseServer;
let mariadb: DatabaseServer;
const closers: (() => unknown)[] = [];

function postgresPool(): Ask {
  const pool = new Pool({ host: '127.0.0.1', port: postgres.port, user: 'postgres', database: 'postgres', max: 1 });
  pool.on('error', () => undefined);
  closers.push(() => pool.end());
  return callback => pool.query('select pg_sleep(0.02)', () => callback());
}

function postgresClient(): Ask {
  const client = new Client({ host: '127.0.0.1', port: postgres.port, user: 'postgres', database: 'postgres' });
  client.on('error', () => undefined);
  void client.connect();
  closers.push(() => client.end());
  return callback => client.query('select pg_sleep(0.02)', () => callback());
}

function mysql2Pool(): Ask {
  const pool = mysql2.createPool({ host: '127.0.0.1', port: mariadb.port, user: 'root', connectionLimit: 1 });
  closers.push(() => new Promise(resolve => pool.end(resolve)));
  return callback => pool.query('select sleep(0.02)', () => callback());
}

function mysql2Connection(): Ask {
  const connection = mysql2.createConnection({ host: '127.0.0.1', port: mariadb.port, user: 'root' });
  closers.push(() => connection.destroy());
  return callback => void connection.query('select sleep(0.02)', () => callback());
}

function mysqlPool(): Ask {
  const pool = mysql.createPool({ host: '127.0.0.1', port: mariadb.port, user: 'root', connectionLimit: 1 });
  closers.push(() => new Promise(resolve => pool.end(resolve)));
  return callback => void pool.query('select sleep(0.02)', () => callback());
}

const DRIVERS: readonly (readonly [string, () => Ask])[] = [
  ['a pool of pg', postgresPool],
  ['a client of pg', postgresClient],
  ['a pool of mysql2', mysql2Pool],
  ['a connection of mysql2', mysql2Connection],
  ['a pool of mysql', mysqlPool],
];

beforeAll(async () => {
  [postgres, mariadb] = await Promise.all([DatabaseServer.postgres(), DatabaseServer.mariadb()]);
}, 180_000);
afterAll(async () => {
  await Promise.all([postgres.stop(), mariadb.stop()]);
});
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

describe.each(PLATFORMS)('requests whose middleware asks a database by callback, on %s', platform => {
  async function start(ask: Ask): Promise<TestApp> {
    const middleware = (_request: IncomingMessage, _response: unknown, next: () => void): void => {
      lost.since = performance.now();
      ask(next);
    };
    const metadata = { controllers: [LostController], providers: [Work] };
    const app = await TestApp.start(metadata, {}, platform, nest => nest.use(middleware));
    closers.push(() => app.close());
    await app.warm();
    return app;
  }
  const get = async (app: TestApp, path: string): Promise<string> => (await fetch(app.url + path)).text();
  const post = async (app: TestApp, path: string): Promise<string> =>
    (await fetch(app.url + path, { method: 'POST' })).text();

  it.each(DRIVERS)('have their handler, spans and decorators (%s)', async (_name, connect) => {
    const app = await start(connect());
    expect(await post(app, '/muted')).toBe('muted');
    expect(await post(app, '/lax')).toBe('lax');
    expect(await post(app, '/computes')).toBe('computed');
    const report = await app.report('POST /computes');
    expect(report.execution.handler).toBe('LostController.computes');
    expect(spanNames(report)).toEqual(['POST /computes', 'LostController.computes', 'Work.ofB']);
    expect(report.verdict.kind).toBe('cpu');
    expect(report.accounting.blockedMs).toBeLessThan(report.accounting.cpuMs / 4);
    const names = (await app.reports()).map(({ execution }) => execution.name);
    expect(names).not.toContain('POST /muted');
    expect(names).not.toContain('POST /lax');
  });

  it.each(DRIVERS)('keep to themselves what they do beside the one that opened it (%s)', async (_name, connect) => {
    const app = await start(connect());
    const work = app.app.get(Work);
    const idle = work.release;
    const a = get(app, '/a');
    await until(() => work.release !== idle, 'the handler of A');
    expect(await get(app, '/b')).toBe('b');
    work.release();
    expect(await a).toBe('a');
    const [ofA, ofB] = [await app.report('GET /a'), await app.report('GET /b')];
    expect(spanNames(ofA)).toEqual(['GET /a', 'LostController.a', 'Work.ofA']);
    expect(JSON.stringify(ofA.tree)).not.toContain('ofB');
    expect(spanNames(ofB)).toEqual(['GET /b', 'LostController.b', 'Work.ofB', 'Work.ofB', 'Work.ofB']);
    expect(ownMs(ofB.accounting)).toBeGreaterThan(150);
  });
});
