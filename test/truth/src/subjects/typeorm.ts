import { setTimeout as delay } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { Between, Column, DataSource, Entity, PrimaryColumn, type EntityManager } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import { ServerAccess } from '../host/server-access.js';
import { postgresAddress } from '../postgres-address.js';
import type { Address, Own, Servers } from '../servers.js';
import { idOf, parallelIdOf, streamIds } from '../sleeping-item.js';
import { CONNECTIONS, Subject } from '../subject.js';

@Entity('item')
class Item {
  @PrimaryColumn('int')
  id!: number;

  @Column('text')
  name!: string;

  @Column('int')
  grp!: number;

  @Column('int')
  qty!: number;
}

@Entity('sleeping_item')
class SleepingItem extends Item {
  @Column('text')
  slept!: string;
}

/** Repositories of entities. */
@Injectable()
export default class Typeorm extends Subject {
  /** As applications have it when they start. TypeORM loads pg with the first one. */
  private readonly byHost: DataSource;
  private readonly bySocket: DataSource;
  private source: DataSource;
  private row = 0;

  constructor(@Inject(ServerAccess) access: ServerAccess) {
    super();
    this.byHost = this.source = sourceOf(access.servers(false).postgres);
    this.bySocket = sourceOf(access.servers(true).postgres);
  }

  async start({ postgres }: Servers, { row }: Own): Promise<void> {
    this.row = row;
    this.source = postgres.socketPath === undefined ? this.byHost : this.bySocket;
    await this.source.initialize();
  }

  async stop(): Promise<void> {
    // TypeORM closes connections with a running statement: the request that nobody waits for any more would fail.
    const pool = (this.source.driver as PostgresDriver).master as Pool;
    while (pool.idleCount < pool.totalCount) await delay(50);
    await this.source.destroy();
  }

  async slow(ms: number): Promise<void> {
    await this.source.query('select pg_sleep($1)', [ms / 1000]);
  }

  async nPlusOne(count: number): Promise<void> {
    const items = this.source.getRepository(SleepingItem);
    for (let i = 0; i < count; i += 1) await items.findOneBy({ id: idOf(i) });
  }

  async one(i: number): Promise<void> {
    await this.source.getRepository(SleepingItem).findOneBy({ id: idOf(i) });
  }

  async parallel(count: number): Promise<void> {
    const items = this.source.getRepository(SleepingItem);
    await Promise.all(Array.from({ length: count }, (_, i) => items.findOneBy({ id: parallelIdOf(i) })));
  }

  async rows(count: number): Promise<void> {
    await this.source.getRepository(Item).find({ take: count });
  }

  async stream(count: number): Promise<void> {
    const { first, last } = streamIds(count);
    const items = this.source.getRepository(SleepingItem).createQueryBuilder('item');
    for await (const _row of await items.where({ id: Between(first, last) }).stream());
  }

  override async lock(): Promise<void> {
    await increment(this.source.manager, this.row);
  }

  override async holdLock(ms: number, locked: () => void): Promise<void> {
    await this.source.transaction(async manager => {
      await increment(manager, this.row);
      locked();
      await manager.query('select pg_sleep($1)', [ms / 1000]);
    });
  }
}

async function increment(manager: EntityManager, id: number): Promise<void> {
  await manager.increment(Item, { id }, 'qty', 1);
}

function sourceOf(postgres: Address): DataSource {
  return new DataSource({
    type: 'postgres',
    ...postgresAddress(postgres),
    username: 'postgres',
    database: 'truth',
    poolSize: CONNECTIONS,
    entities: [Item, SleepingItem],
  });
}
