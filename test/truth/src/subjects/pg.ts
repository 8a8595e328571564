import { dirname } from 'node:path';
import { Injectable } from '@nestjs/common';
import { Pool } from 'pg';
import QueryStream from 'pg-query-stream';
import type { Own, Servers } from '../servers.js';
import { SqlPool } from '../sql-pool.js';
import { CONNECTIONS } from '../subject.js';

const STREAM = "select i, pg_sleep(0.002), repeat('x', 4096) as text from generate_series(1, $1::int) i";

/** Its text protocol over a pool. */
@Injectable()
export default class Pg extends SqlPool<Pool> {
  protected readonly sql = {
    sleep: 'select pg_sleep($1::float / 1000)',
    rows: 'select * from item limit $1',
    update: 'update item set qty = qty + 1 where id = $1',
  };

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

  async stream(count: number): Promise<void> {
    const client = await this.pool.connect();
    for await (const _row of client.query(new QueryStream(STREAM, [count], { batchSize: 50 })));
    client.release();
  }

  override async holdLock(ms: number, locked: () => void): Promise<void> {
    const client = await this.pool.connect();
    await client.query('begin');
    await client.query(this.sql.update, [this.row]);
    locked();
    await client.query(this.sql.sleep, [ms]);
    await client.query('commit');
    client.release();
  }
}
