import { Injectable } from '@nestjs/common';
import { createPool, type Pool } from 'mysql2';
import type { Pool as PromisePool } from 'mysql2/promise';
import type { Own, Servers } from '../servers.js';
import { MYSQL } from '../mysql-statements.js';
import { SqlPool } from '../sql-pool.js';
import { CONNECTIONS, STATEMENT_MS } from '../subject.js';

/** `query()` and `execute()` of its promises; the stream of its callbacks. */
@Injectable()
export default class Mysql2 extends SqlPool<PromisePool> {
  protected readonly sql = MYSQL;
  private callbacks!: Pool;

  async start({ mariadb }: Servers, { row }: Own): Promise<void> {
    const { host, port, socketPath } = mariadb;
    const address = socketPath === undefined ? { host, port } : { socketPath };
    this.callbacks = createPool({ ...address, user: 'root', database: 'truth', connectionLimit: CONNECTIONS });
    this.pool = this.callbacks.promise();
    this.row = row;
    await this.pool.query('select 1');
  }

  async stop(): Promise<void> {
    await this.pool.end();
  }

  override async nPlusOne(count: number): Promise<void> {
    for (let i = 0; i < count; i += 1) await this.pool.execute(MYSQL.sleep, [STATEMENT_MS]);
  }

  async stream(count: number): Promise<void> {
    const rows = this.callbacks.query(MYSQL.stream, [count]).stream();
    for await (const _row of rows);
  }

  override async holdLock(ms: number, locked: () => void): Promise<void> {
    const connection = await this.pool.getConnection();
    await connection.beginTransaction();
    await connection.query(MYSQL.update, [this.row]);
    locked();
    await connection.query(MYSQL.sleep, [ms]);
    await connection.commit();
    connection.release();
  }
}
