import { Inject, Injectable } from '@nestjs/common';
import { DataTypes, Op, Sequelize, type Model, type ModelStatic } from 'sequelize';
import { ServerAccess } from '../host/server-access.js';
import { postgresAddress } from '../postgres-address.js';
import type { Address, Own, Servers } from '../servers.js';
import { idOf, parallelIdOf, streamChunks } from '../sleeping-item.js';
import { CONNECTIONS, Subject } from '../subject.js';

/** Its models, with its own pool of `pg` clients. It has no streams: rows come in chunks. */
@Injectable()
export default class Sequelize6 extends Subject {
  /** As applications have it when they start. It connects with its first query. */
  private readonly byHost: Sequelize;
  private readonly bySocket: Sequelize;
  private sequelize: Sequelize;
  private item!: ModelStatic<Model>;
  private sleepingItem!: ModelStatic<Model>;
  private row = 0;

  constructor(@Inject(ServerAccess) access: ServerAccess) {
    super();
    this.byHost = this.sequelize = ormOf(access.servers(false).postgres);
    this.bySocket = ormOf(access.servers(true).postgres);
  }

  async start({ postgres }: Servers, { row }: Own): Promise<void> {
    this.row = row;
    this.sequelize = postgres.socketPath === undefined ? this.byHost : this.bySocket;
    const { INTEGER, TEXT } = DataTypes;
    const columns = { id: { type: INTEGER, primaryKey: true }, name: TEXT, grp: INTEGER, qty: INTEGER };
    this.item = this.sequelize.define('item', columns);
    this.sleepingItem = this.sequelize.define('sleeping_item', { ...columns, slept: TEXT });
    await this.sequelize.authenticate();
  }

  async stop(): Promise<void> {
    // After `close()` it can have no new pool.
    const { pool } = this.sequelize.connectionManager as unknown as { pool: { destroyAllNow(): Promise<void> } };
    await pool.destroyAllNow();
  }

  async slow(ms: number): Promise<void> {
    await this.sequelize.query('select pg_sleep(?)', { replacements: [ms / 1000] });
  }

  async nPlusOne(count: number): Promise<void> {
    for (let i = 0; i < count; i += 1) await this.sleepingItem.findByPk(idOf(i));
  }

  async one(i: number): Promise<void> {
    await this.sleepingItem.findByPk(idOf(i));
  }

  async parallel(count: number): Promise<void> {
    await Promise.all(Array.from({ length: count }, (_, i) => this.sleepingItem.findByPk(parallelIdOf(i))));
  }

  async rows(count: number): Promise<void> {
    await this.item.findAll({ limit: count });
  }

  async stream(count: number): Promise<void> {
    for (const { first, last } of streamChunks(count)) {
      await this.sleepingItem.findAll({ where: { id: { [Op.between]: [first, last] } } });
    }
  }

  override async lock(): Promise<void> {
    await this.item.increment('qty', { where: { id: this.row } });
  }

  override async holdLock(ms: number, locked: () => void): Promise<void> {
    await this.sequelize.transaction(async transaction => {
      await this.item.increment('qty', { where: { id: this.row }, transaction });
      locked();
      await this.sequelize.query('select pg_sleep(?)', { replacements: [ms / 1000], transaction });
    });
  }
}

function ormOf(postgres: Address): Sequelize {
  return new Sequelize({
    dialect: 'postgres',
    ...postgresAddress(postgres),
    username: 'postgres',
    database: 'truth',
    pool: { max: CONNECTIONS },
    define: { timestamps: false, freezeTableName: true },
    logging: false,
  });
}
