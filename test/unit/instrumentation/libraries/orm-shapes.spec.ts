import { describe, expect, it } from '@jest/globals';
import knex from 'knex';
import { Sequelize } from 'sequelize';
import { DataSource } from 'typeorm';
import { databaseOf as ofKnex, knexClient } from '../../../../lib/instrumentation/libraries/knex/knex-shapes.js';
import {
  databaseOf as ofSequelize,
  isSequelize,
} from '../../../../lib/instrumentation/libraries/sequelize/sequelize-shapes.js';
import {
  databaseOf as ofTypeorm,
  isDataSource,
} from '../../../../lib/instrumentation/libraries/typeorm/data-source.js';

const URL = 'postgres://user:secret@db:6000/shop';

/** An instance of the application that must not notice the search. */
const hostile: object = Object.defineProperties(
  {},
  Object.fromEntries(
    ['@instanceof', 'subscribers', 'options', 'config', 'connectionManager', 'context', 'client'].map(key => [
      key,
      {
        get: (): never => {
          throw new Error(`read ${key}`);
        },
      },
    ]),
  ),
);

describe('the instances of ORMs', () => {
  const source: object = new DataSource({ type: 'postgres', url: URL });
  const db = knex({ client: 'pg', connection: URL });
  const sequelize: object = new Sequelize(URL, { logging: false });
  const all = [source, db, sequelize, hostile, Object.assign(() => 1, { context: {} })];

  it('are found among others, without a getter', () => {
    expect(all.filter(isDataSource)).toEqual([source]);
    expect(all.filter(instance => knexClient(instance) !== undefined)).toEqual([db]);
    expect(all.filter(isSequelize)).toEqual([sequelize]);
  });

  it('have a server and a database, without the user', () => {
    const client = knexClient(db);
    expect(all.filter(isDataSource).map(each => ofTypeorm(each).peer)).toEqual(['db:6000/shop']);
    expect(client && ofKnex(client).peer).toBe('db:6000/shop');
    expect(all.filter(isSequelize).map(each => ofSequelize(each).peer)).toEqual(['db:6000/shop']);
  });

  it('have none where the application makes the settings later', () => {
    const client = knexClient(knex({ client: 'pg', connection: () => ({ host: 'db' }) }));
    const database = client && ofKnex(client);
    expect(database?.peer).toBe('');
    expect(database?.poolName('knex')).toBe('knex');
  });
});
