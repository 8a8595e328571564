import { Injectable } from '@nestjs/common';
import { between, eq, sql, type SQL } from 'drizzle-orm';
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import { integer, pgTable, text } from 'drizzle-orm/pg-core';
import { Pool } from 'pg';
import { postgresAddress } from '../postgres-address.js';
import type { Own, Servers } from '../servers.js';
import { idOf, parallelIdOf, streamChunks } from '../sleeping-item.js';
import { CONNECTIONS, Subject } from '../subject.js';

const columns = { id: integer().primaryKey(), name: text(), grp: integer(), qty: integer() };
const item = pgTable('item', columns);
const sleepingItem = pgTable('sleeping_item', { ...columns, slept: text() });
const incremented = { qty: sql`${item.qty} + 1` };

/** Its query builder over a pool of `pg`. It has no streams: rows come in chunks. */
@Injectable()
export default class Drizzle extends Subject {
  private pool!: Pool;
  private db!: NodePgDatabase;
  private row = 0;

  async start({ postgres }: Servers, { row }: Own): Promise<void> {
    this.row = row;
    this.pool = new Pool({ ...postgresAddress(postgres), user: 'postgres', database: 'truth', max: CONNECTIONS });
    this.db = drizzle(this.pool);
    await this.db.execute('select 1');
  }

  async stop(): Promise<void> {
    await this.pool.end();
  }

  async slow(ms: number): Promise<void> {
    await this.db.execute(sleep(ms));
  }

  async nPlusOne(count: number): Promise<void> {
    for (let i = 0; i < count; i += 1) {
      await this.db
        .select()
        .from(sleepingItem)
        .where(eq(sleepingItem.id, idOf(i)));
    }
  }

  async one(i: number): Promise<void> {
    await this.db
      .select()
      .from(sleepingItem)
      .where(eq(sleepingItem.id, idOf(i)));
  }

  async parallel(count: number): Promise<void> {
    const find = (_: unknown, i: number) =>
      this.db
        .select()
        .from(sleepingItem)
        .where(eq(sleepingItem.id, parallelIdOf(i)));
    await Promise.all(Array.from({ length: count }, find));
  }

  async rows(count: number): Promise<void> {
    await this.db.select().from(item).limit(count);
  }

  async stream(count: number): Promise<void> {
    for (const { first, last } of streamChunks(count)) {
      await this.db
        .select()
        .from(sleepingItem)
        .where(between(sleepingItem.id, first, last));
    }
  }

  override async lock(): Promise<void> {
    await this.db.update(item).set(incremented).where(eq(item.id, this.row));
  }

  override async holdLock(ms: number, locked: () => void): Promise<void> {
    await this.db.transaction(async transaction => {
      await transaction.update(item).set(incremented).where(eq(item.id, this.row));
      locked();
      await transaction.execute(sleep(ms));
    });
  }
}

function sleep(ms: number): SQL {
  return sql`select pg_sleep(${ms / 1000})`;
}
