import { Injectable } from '@nestjs/common';
import { createPool, type Pool } from 'mysql2';
import type { Own, Servers } from '../servers.js';
import { CONNECTIONS, PARALLEL_MS, STATEMENT_MS, Subject } from '../subject.js';

const SLEEP = 'select sleep(? / 1000)';
const UPDATE = 'update item set qty = qty + 1 where id = ?';
const STREAM = "select id, sleep(0.002), repeat('x', 4096) as text from item limit ?";

/** `query()` and `execute()` of its promises; the stream of its callbacks. */
@Injectable()
export default class Mysql2 extends Subject {
  private pool!: Pool;
  private row = 0;

  async start({ mariadb }: Servers, { row }: Own): Promise<void> {
    const { host, port, socketPath } = mariadb;
    const address = socketPath === undefined ? { host, port } : { socketPath };
    this.pool = createPool({ ...address, user: 'root', database: 'truth', connectionLimit: CONNECTIONS });
    this.row = row;
    await this.pool.promise().query('select 1');
  }

  async stop(): Promise<void> {
    await this.pool.promise().end();
  }

  async slow(ms: number): Promise<void> {
    await this.pool.promise().query(SLEEP, [ms]);
  }

  async nPlusOne(count: number): Promise<void> {
    for (let i = 0; i < count; i += 1) await this.pool.promise().execute(SLEEP, [STATEMENT_MS]);
  }

  async one(_i: number): Promise<void> {
    await this.pool.promise().query(SLEEP, [STATEMENT_MS]);
  }

  async parallel(count: number): Promise<void> {
    await Promise.all(Array.from({ length: count }, () => this.pool.promise().query(SLEEP, [PARALLEL_MS])));
  }

  async rows(count: number): Promise<void> {
    await this.pool.promise().query('select * from item limit ?', [count]);
  }

  async stream(count: number): Promise<void> {
    const rows = this.pool.query(STREAM, [count]).stream();
    for await (const _row of rows);
  }

  override async lock(): Promise<void> {
    await this.pool.promise().query(UPDATE, [this.row]);
  }

  override async holdLock(ms: number, locked: () => void): Promise<void> {
    const connection = await this.pool.promise().getConnection();
    await connection.beginTransaction();
    await connection.query(UPDATE, [this.row]);
    locked();
    await connection.query(SLEEP, [ms]);
    await connection.commit();
    connection.release();
  }
}
