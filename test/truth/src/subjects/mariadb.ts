import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { createPool, type Pool } from 'mariadb';
import type { Own, Servers } from '../servers.js';
import { CONNECTIONS, PARALLEL_MS, STATEMENT_MS, Subject } from '../subject.js';

const SLEEP = 'select sleep(? / 1000)';
const UPDATE = 'update item set qty = qty + 1 where id = ?';
const STREAM = "select id, sleep(0.002), repeat('x', 4096) as text from item limit ?";

/** The connector's promises over a pool. */
@Injectable()
export default class MariadbConnector extends Subject {
  private pool!: Pool;
  private row = 0;

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

  async slow(ms: number): Promise<void> {
    await this.pool.query(SLEEP, [ms]);
  }

  async nPlusOne(count: number): Promise<void> {
    for (let i = 0; i < count; i += 1) await this.pool.query(SLEEP, [STATEMENT_MS]);
  }

  async one(_i: number): Promise<void> {
    await this.pool.query(SLEEP, [STATEMENT_MS]);
  }

  async parallel(count: number): Promise<void> {
    await Promise.all(Array.from({ length: count }, () => this.pool.query(SLEEP, [PARALLEL_MS])));
  }

  async rows(count: number): Promise<void> {
    await this.pool.query('select * from item limit ?', [count]);
  }

  async stream(count: number): Promise<void> {
    const connection = await this.pool.getConnection();
    for await (const _row of connection.queryStream(STREAM, [count]));
    await connection.release();
  }

  override async lock(): Promise<void> {
    await this.pool.query(UPDATE, [this.row]);
  }

  override async holdLock(ms: number, locked: () => void): Promise<void> {
    const connection = await this.pool.getConnection();
    await connection.beginTransaction();
    await connection.query(UPDATE, [this.row]);
    locked();
    await connection.query(SLEEP, [ms]);
    await connection.commit();
    await connection.release();
  }
}
