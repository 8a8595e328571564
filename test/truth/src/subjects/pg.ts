import { dirname } from 'node:path';
import { Injectable } from '@nestjs/common';
import { Pool } from 'pg';
import QueryStream from 'pg-query-stream';
import type { Own, Servers } from '../servers.js';
import { CONNECTIONS, PARALLEL_MS, STATEMENT_MS, Subject } from '../subject.js';

const SLEEP = 'select pg_sleep($1::float / 1000)';
const UPDATE = 'update item set qty = qty + 1 where id = $1';
const STREAM = "select i, pg_sleep(0.002), repeat('x', 4096) as text from generate_series(1, $1::int) i";

/** Its text protocol over a pool. */
@Injectable()
export default class Pg extends Subject {
  private pool!: Pool;
  private row = 0;

  async start({ postgres }: Servers, { row }: Own): Promise<void> {
    const { port, socketPath } = postgres;
    // A Unix socket is named by its directory.
    const host = socketPath === undefined ? postgres.host : dirname(socketPath);
    this.pool = new Pool({ host, port, user: 'postgres', database: 'truth', max: CONNECTIONS });
    this.row = row;
    await this.pool.query('select 1');
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
    await this.pool.query('select * from item limit $1', [count]);
  }

  async stream(count: number): Promise<void> {
    const client = await this.pool.connect();
    for await (const _row of client.query(new QueryStream(STREAM, [count], { batchSize: 50 })));
    client.release();
  }

  override async lock(): Promise<void> {
    await this.pool.query(UPDATE, [this.row]);
  }

  override async holdLock(ms: number, locked: () => void): Promise<void> {
    const client = await this.pool.connect();
    await client.query('begin');
    await client.query(UPDATE, [this.row]);
    locked();
    await client.query(SLEEP, [ms]);
    await client.query('commit');
    client.release();
  }
}
