import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { createPool, type Pool } from 'mariadb';
import type { Own, Servers } from '../servers.js';
import { MYSQL } from '../mysql-statements.js';
import { SqlPool } from '../sql-pool.js';
import { CONNECTIONS } from '../subject.js';

/** The connector's promises over a pool. */
@Injectable()
export default class MariadbConnector extends SqlPool<Pool> {
  protected readonly sql = MYSQL;

  async start({ mariadb }: Servers, { row }: Own): Promise<void> {
    const { host, port, socketPath } = mariadb;
    const address = socketPath === undefined ? { host, port } : { socketPath };
    this.pool = createPool({ ...address, user: 'root', database: 'truth', connectionLimit: CONNECTIONS });
    this.row = row;
    // It opens all its connections at once.
    while (this.pool.idleConnections() < CONNECTIONS) await delay(5);
  }

  async stop(): Promise<void> {
    await this.pool.end();
  }

  async stream(count: number): Promise<void> {
    const connection = await this.pool.getConnection();
    for await (const _row of connection.queryStream(MYSQL.stream, [count]));
    await connection.release();
  }

  override async holdLock(ms: number, locked: () => void): Promise<void> {
    const connection = await this.pool.getConnection();
    await connection.beginTransaction();
    await connection.query(MYSQL.update, [this.row]);
    locked();
    await connection.query(MYSQL.sleep, [ms]);
    await connection.commit();
    await connection.release();
  }
}
