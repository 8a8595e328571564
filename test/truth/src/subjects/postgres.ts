import { Injectable } from '@nestjs/common';
import postgres, { type Sql } from 'postgres';
import type { Own, Servers } from '../servers.js';
import { CONNECTIONS, PARALLEL_MS, STATEMENT_MS, Subject } from '../subject.js';

/** Its tagged templates. */
@Injectable()
export default class PostgresJs extends Subject {
  /** As applications have it when they start. It connects with its first query. */
  private sql: Sql = postgres();
  private row = 0;

  async start(servers: Servers, { row }: Own): Promise<void> {
    const { host, port, socketPath: path } = servers.postgres;
    const address = path === undefined ? { host, port } : { path };
    this.sql = postgres({ ...address, user: 'postgres', database: 'truth', max: CONNECTIONS });
    this.row = row;
    await this.sql`select 1`;
  }

  async stop(): Promise<void> {
    await this.sql.end();
  }

  async slow(ms: number): Promise<void> {
    await this.sql`select pg_sleep(${ms}::float / 1000)`;
  }

  async nPlusOne(count: number): Promise<void> {
    for (let i = 0; i < count; i += 1) await this.sql`select pg_sleep(${STATEMENT_MS}::float / 1000)`;
  }

  async one(_i: number): Promise<void> {
    await this.sql`select pg_sleep(${STATEMENT_MS}::float / 1000)`;
  }

  async parallel(count: number): Promise<void> {
    await Promise.all(Array.from({ length: count }, () => this.sql`select pg_sleep(${PARALLEL_MS}::float / 1000)`));
  }

  async rows(count: number): Promise<void> {
    await this.sql`select * from item limit ${count}`;
  }

  async stream(count: number): Promise<void> {
    const rows = this.sql`
      select i, pg_sleep(0.002), repeat('x', 4096) as text from generate_series(1, ${count}::int) i`;
    for await (const _rows of rows.cursor(50));
  }

  override async lock(): Promise<void> {
    await this.sql`update item set qty = qty + 1 where id = ${this.row}`;
  }

  override async holdLock(ms: number, locked: () => void): Promise<void> {
    await this.sql.begin(async sql => {
      await sql`update item set qty = qty + 1 where id = ${this.row}`;
      locked();
      await sql`select pg_sleep(${ms}::float / 1000)`;
    });
  }
}
