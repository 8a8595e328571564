import { Inject, Injectable } from '@nestjs/common';
import knex, { type Knex } from 'knex';
import { ServerAccess } from '../host/server-access.js';
import { postgresAddress } from '../postgres-address.js';
import type { Address, Own, Servers } from '../servers.js';
import { idOf, parallelIdOf, streamIds } from '../sleeping-item.js';
import { CONNECTIONS, Subject } from '../subject.js';

/** Its query builder, with its own pool of `pg` clients. */
@Injectable()
export default class KnexBuilder extends Subject {
  /** As applications have it when they start. It connects with its first query. */
  private readonly byHost: Knex;
  private readonly bySocket: Knex;
  private knex: Knex;
  private row = 0;

  constructor(@Inject(ServerAccess) access: ServerAccess) {
    super();
    this.byHost = this.knex = builder(access.servers(false).postgres);
    this.bySocket = builder(access.servers(true).postgres);
  }

  async start({ postgres }: Servers, { row }: Own): Promise<void> {
    this.row = row;
    this.knex = postgres.socketPath === undefined ? this.byHost : this.bySocket;
    // `stop()` has closed its pool.
    if ((this.knex.client as { pool?: unknown }).pool === undefined) this.knex.initialize();
    await this.knex.raw('select 1');
  }

  async stop(): Promise<void> {
    await this.knex.destroy();
  }

  async slow(ms: number): Promise<void> {
    await this.knex.raw('select pg_sleep(?)', [ms / 1000]);
  }

  async nPlusOne(count: number): Promise<void> {
    for (let i = 0; i < count; i += 1) await this.knex('sleeping_item').where({ id: idOf(i) });
  }

  async one(i: number): Promise<void> {
    await this.knex('sleeping_item').where({ id: idOf(i) });
  }

  async parallel(count: number): Promise<void> {
    const find = (_: unknown, i: number) => this.knex('sleeping_item').where({ id: parallelIdOf(i) });
    await Promise.all(Array.from({ length: count }, find));
  }

  async rows(count: number): Promise<void> {
    await this.knex('item').limit(count);
  }

  async stream(count: number): Promise<void> {
    const { first, last } = streamIds(count);
    const rows = this.knex('sleeping_item').whereBetween('id', [first, last]);
    for await (const _row of rows.stream());
  }

  override async lock(): Promise<void> {
    await this.knex('item').where({ id: this.row }).increment('qty');
  }

  override async holdLock(ms: number, locked: () => void): Promise<void> {
    await this.knex.transaction(async transaction => {
      await transaction('item').where({ id: this.row }).increment('qty');
      locked();
      await transaction.raw('select pg_sleep(?)', [ms / 1000]);
    });
  }
}

function builder(postgres: Address): Knex {
  return knex({
    client: 'pg',
    connection: { ...postgresAddress(postgres), user: 'postgres', database: 'truth' },
    pool: { min: 0, max: CONNECTIONS },
  });
}
