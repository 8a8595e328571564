import { afterAll, beforeAll } from '@jest/globals';
import pg, { Client, Pool, Query, type PoolClient } from 'pg';
import Cursor from 'pg-cursor';
import QueryStream from 'pg-query-stream';
import type { LibraryContext } from '../../../lib/instrumentation/libraries/library.interface.js';
import { PgLibrary } from '../../../lib/instrumentation/libraries/pg/pg.library.js';
import { describeDatabaseLibrary } from '../../contracts/database-library.js';
import type { DatabaseServer } from '../support/database-server.js';
import { readyPostgres } from '../support/ready-postgres.js';

const CONNECTIONS = 2;

let server: DatabaseServer;
let pool: Pool;

beforeAll(async () => {
  server = await readyPostgres();
}, 120_000);
afterAll(() => server.stop());

/** Jest has modules of its own, which Node's cache does not contain. */
class LoadedPg extends PgLibrary {
  constructor(context: LibraryContext) {
    super({ ...context, packages: { copiesOf: name => (name === 'pg' ? [pg] : []) } });
  }
}

type Run = (text: string, values: string[]) => Promise<unknown>;

/** Each ends with the whole result. */
const WAYS: Readonly<Record<string, Run>> = {
  'pool.query()': (text, values) => pool.query(text, values),
  'pool.query() with a configuration': (text, values) => pool.query({ text, values, rowMode: 'array' }),
  'pool.query() with a callback': (text, values) =>
    new Promise((resolve, reject) => {
      pool.query(text, values, (error, result) => (error ? reject(error) : resolve(result)));
    }),
  'pool.connect()': withClient((client, text, values) => client.query(text, values)),
  'pool.connect() with a callback': (text, values) =>
    new Promise((resolve, reject) => {
      pool.connect((refused, client, release) => {
        if (client === undefined) return reject(refused);
        client.query(text, values, (error, result) => {
          release();
          if (error) reject(error);
          else resolve(result);
        });
      });
    }),
  'a query object': withClient(
    (client, text, values) =>
      new Promise((resolve, reject) => {
        client.query(new Query({ text, values })).on('end', resolve).on('error', reject);
      }),
  ),
  'a cursor': withClient(async (client, text, values) => {
    const cursor = client.query(new Cursor(text, values));
    try {
      while ((await cursor.read(10)).length > 0);
    } finally {
      await cursor.close();
    }
  }),
  'a stream': withClient(async (client, text, values) => {
    for await (const _ of client.query(new QueryStream(text, values)));
  }),
  'a client of its own': async (text, values) => {
    const client = new Client(settings());
    await client.connect();
    try {
      return await client.query(text, values);
    } finally {
      await client.end();
    }
  },
};

const settings = (): pg.ClientConfig => ({
  host: '127.0.0.1',
  port: server.port,
  user: 'postgres',
  database: 'postgres',
});

function withClient(work: (client: PoolClient, text: string, values: string[]) => Promise<unknown>): Run {
  return async (text, values) => {
    const client = await pool.connect();
    try {
      return await work(client, text, values);
    } finally {
      client.release();
    }
  };
}

for (const [way, run] of Object.entries(WAYS)) {
  describeDatabaseLibrary(way, {
    name: 'pg',
    Library: LoadedPg,
    channels: [],
    system: 'postgresql',
    peer: () => `127.0.0.1:${server.port}/postgres`,
    open: async () => {
      pool = new Pool({ ...settings(), max: CONNECTIONS });
      pool.on('error', () => undefined);
    },
    close: () => pool.end(),
    run: (alias, ms, value) =>
      run(`select pg_sleep(${ms / 1000}) as alias_${alias}, $1::text as value, '${value}' as literal`, [value]),
    fail: (alias, value) => run(`select 1 as alias_${alias} from missing where value = $1`, [value]),
  });
}
