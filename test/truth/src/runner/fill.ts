// The data that `servers.ts` describes.
import { Redis } from 'ioredis';
import mysql from 'mysql2/promise';
import { Client, type ClientConfig } from 'pg';
import { until } from '../../../support/until.js';
import type { Address } from '../servers.js';
import { SLEEPING_ITEM } from '../sleeping-item.js';

const DATABASE = 'truth';
const ROWS = 100_000;
const LARGE_BYTES = 60_000_000;
const START_TIMEOUT_MS = 60_000;

export async function fillPostgres({ host, port }: Address): Promise<void> {
  const address = { host, port, user: 'postgres' };
  await until(() => succeeds(queryPostgres(address, ['select 1'])), 'PostgreSQL', START_TIMEOUT_MS);
  await queryPostgres(address, [`create database ${DATABASE}`]);
  await queryPostgres({ ...address, database: DATABASE }, [
    'create table item (id serial primary key, name text not null, grp int not null, qty int not null default 0)',
    `insert into item (name, grp) select 'n' || i, i % 40 from generate_series(1, ${ROWS}) i`,
    'vacuum analyze item',
    SLEEPING_ITEM,
  ]);
}

export async function fillMariadb({ host, port }: Address): Promise<void> {
  const address = { host, port, user: 'root' };
  await until(() => succeeds(queryMariadb(address, ['select 1'])), 'MariaDB', START_TIMEOUT_MS);
  await queryMariadb(address, [`create database ${DATABASE}`]);
  await queryMariadb({ ...address, database: DATABASE }, [
    `create table item (id int primary key auto_increment, name varchar(20) not null, grp int not null, qty int not null default 0)`,
    `insert into item (name, grp) select concat('n', seq), seq % 40 from seq_1_to_${ROWS}`,
  ]);
}

export async function fillRedis({ host, port }: Address): Promise<void> {
  const redis = new Redis({ host, port, retryStrategy: () => null });
  // A blocking command ends at its time limit, and not up to 100 ms later.
  await redis.config('SET', 'hz', '500');
  await redis.setrange('large', LARGE_BYTES - 1, 'x');
  await redis.quit();
}

async function queryPostgres(address: ClientConfig, texts: readonly string[]): Promise<void> {
  const client = new Client(address);
  await client.connect();
  try {
    for (const text of texts) await client.query(text);
  } finally {
    await client.end();
  }
}

async function queryMariadb(address: mysql.ConnectionOptions, texts: readonly string[]): Promise<void> {
  const connection = await mysql.createConnection(address);
  try {
    for (const text of texts) await connection.query(text);
  } finally {
    await connection.end();
  }
}

function succeeds(query: Promise<unknown>): Promise<boolean> {
  return query.then(
    () => true,
    () => false,
  );
}
