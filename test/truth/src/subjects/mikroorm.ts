import { EntitySchema, MikroORM, raw, type SqlEntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { postgresAddress } from '../postgres-address.js';
import type { Own, Servers } from '../servers.js';
import { idOf, parallelIdOf, streamIds } from '../sleeping-item.js';
import { CONNECTIONS, Subject } from '../subject.js';

interface Row {
  readonly id: number;
  readonly name: string;
  readonly grp: number;
  readonly qty: number;
}

const properties = {
  id: { type: 'integer', primary: true },
  name: { type: 'text' },
  grp: { type: 'integer' },
  qty: { type: 'integer' },
} as const;

const Item = new EntitySchema<Row>({ name: 'Item', tableName: 'item', properties });
const SleepingItem = new EntitySchema<Row & { readonly slept: string }>({
  name: 'SleepingItem',
  tableName: 'sleeping_item',
  properties: { ...properties, slept: { type: 'text' } },
});

/** Its entity manager, a fork for each request. */
@Injectable()
export default class Mikroorm extends Subject {
  private orm!: MikroORM;
  private row = 0;

  async start({ postgres }: Servers, { row }: Own): Promise<void> {
    this.row = row;
    this.orm = await MikroORM.init({
      ...postgresAddress(postgres),
      user: 'postgres',
      dbName: 'truth',
      pool: { min: 0, max: CONNECTIONS },
      entities: [Item, SleepingItem],
    });
    await this.orm.em.fork().execute('select 1');
  }

  async stop(): Promise<void> {
    await this.orm.close();
  }

  async slow(ms: number): Promise<void> {
    await sleep(this.orm.em.fork(), ms);
  }

  async nPlusOne(count: number): Promise<void> {
    const em = this.orm.em.fork();
    for (let i = 0; i < count; i += 1) await em.findOne(SleepingItem, { id: idOf(i) });
  }

  async one(i: number): Promise<void> {
    await this.orm.em.fork().findOne(SleepingItem, { id: idOf(i) });
  }

  async parallel(count: number): Promise<void> {
    const em = this.orm.em.fork();
    await Promise.all(Array.from({ length: count }, (_, i) => em.findOne(SleepingItem, { id: parallelIdOf(i) })));
  }

  async rows(count: number): Promise<void> {
    await this.orm.em.fork().find(Item, {}, { limit: count });
  }

  async stream(count: number): Promise<void> {
    const { first, last } = streamIds(count);
    const where = { id: { $gte: first, $lte: last } };
    for await (const _row of this.orm.em.fork().stream(SleepingItem, { where }));
  }

  override async lock(): Promise<void> {
    await increment(this.orm.em.fork(), this.row);
  }

  override async holdLock(ms: number, locked: () => void): Promise<void> {
    await this.orm.em.fork().transactional(async em => {
      await increment(em, this.row);
      locked();
      await sleep(em, ms);
    });
  }
}

async function sleep(em: SqlEntityManager, ms: number): Promise<void> {
  await em.execute('select pg_sleep(?)', [ms / 1000]);
}

async function increment(em: SqlEntityManager, id: number): Promise<void> {
  await em.nativeUpdate(Item, { id }, { qty: raw('qty + 1') });
}
