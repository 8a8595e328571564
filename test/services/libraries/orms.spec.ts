import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PrismaPg } from '@prisma/adapter-pg';
import knex, { type Knex } from 'knex';
import { Sequelize } from 'sequelize';
import { DataSource } from 'typeorm';
import { KnexLibrary } from '../../../lib/instrumentation/libraries/knex/knex.library.js';
import type { LibraryClass } from '../../../lib/instrumentation/libraries/library.interface.js';
import { PrismaLibrary } from '../../../lib/instrumentation/libraries/prisma/prisma.library.js';
import { SequelizeLibrary } from '../../../lib/instrumentation/libraries/sequelize/sequelize.library.js';
import { TypeormLibrary } from '../../../lib/instrumentation/libraries/typeorm/typeorm.library.js';
import { spanStorage } from '../../../lib/tracing/execution-context.js';
import { Execution } from '../../../lib/tracing/execution.js';
import type { Tracer } from '../../../lib/tracing/tracer.interface.js';
import { describeDatabaseLibrary, statementsOf } from '../../contracts/database-library.js';
import { siteOf } from '../../support/call-site.js';
import { libraryContext } from '../../support/library-context.js';
import { until } from '../../support/until.js';
import { PrismaClient } from '../../truth/src/generated/prisma/client.js';
import { DatabaseServer } from '../support/database-server.js';

const DATABASE = 'postgres';
const SIZE = 2;

let server: DatabaseServer | undefined;
let source: DataSource;
let db: Knex;
let sequelize: Sequelize;
let prisma: PrismaClient;

const settings = () => ({ host: '127.0.0.1', port: server?.port ?? 0, database: DATABASE });
const peer = (): string => `127.0.0.1:${server?.port}/${DATABASE}`;

beforeAll(async () => {
  server = await DatabaseServer.postgres();
  source = new DataSource({ type: 'postgres', ...settings(), username: 'postgres', poolSize: SIZE });
  db = knex({ client: 'pg', connection: { ...settings(), user: 'postgres' }, pool: { min: 0, max: SIZE } });
  sequelize = new Sequelize({
    dialect: 'postgres',
    ...settings(),
    username: 'postgres',
    pool: { max: SIZE },
    logging: false,
  });
  prisma = new PrismaClient({ adapter: new PrismaPg({ ...settings(), user: 'postgres', max: SIZE }) });
  await until(
    () =>
      db.raw('select 1').then(
        () => true,
        () => false,
      ),
    'PostgreSQL',
    60_000,
  );
  await source.initialize();
  await sequelize.authenticate();
  await prisma.$queryRawUnsafe('select 1');
}, 120_000);
afterAll(async () => {
  await Promise.all([source.destroy(), db.destroy(), sequelize.close(), prisma.$disconnect()]);
  await server?.stop();
});

const SLEEP = (alias: string, ms: number, parameter: string): string =>
  `select pg_sleep(${ms / 1000})::text as alias_${alias}, ${parameter}::text as value`;
const FAIL = (alias: string, parameter: string): string =>
  `select alias_${alias} from missing_table where value = ${parameter}`;

const common = {
  channels: [],
  system: 'postgresql',
  peer,
  open: async (): Promise<void> => undefined,
  close: async (): Promise<void> => undefined,
};

describeDatabaseLibrary('its query()', {
  ...common,
  name: 'typeorm',
  Library: TypeormLibrary,
  instances: () => [source],
  run: (alias, ms, value) => source.query(SLEEP(alias, ms, '$1'), [value]),
  fail: (alias, value) => source.query(FAIL(alias, '$1'), [value]),
});

describeDatabaseLibrary('its raw()', {
  ...common,
  name: 'knex',
  Library: KnexLibrary,
  instances: () => [db],
  run: async (alias, ms, value) => db.raw(SLEEP(alias, ms, '?'), [value]),
  fail: async (alias, value) => db.raw(FAIL(alias, '?'), [value]),
});

describeDatabaseLibrary('literals in its query()', {
  ...common,
  name: 'sequelize',
  Library: SequelizeLibrary,
  hidesFailures: true,
  instances: () => [sequelize],
  run: (alias, ms, value) => sequelize.query(SLEEP(alias, ms, '?'), { replacements: [value] }),
  fail: (alias, value) => sequelize.query(FAIL(alias, '?'), { replacements: [value] }),
});

describeDatabaseLibrary('its $queryRawUnsafe()', {
  ...common,
  name: 'prisma',
  Library: PrismaLibrary,
  peer: () => '',
  run: async (alias, ms, value) => prisma.$queryRawUnsafe(SLEEP(alias, ms, '$1'), value),
  fail: async (alias, value) => prisma.$queryRawUnsafe(FAIL(alias, '$1'), value),
});

const tracer = {} as Tracer;
const failures: unknown[] = [];
const executionOf = (): Execution => new Execution(tracer, 1, 'http', siteOf('root'), 0, 100);

async function recorded(Library: LibraryClass, instance: object, work: () => Promise<unknown>): Promise<Execution> {
  const library = new Library({ ...libraryContext(tracer, failures), instances: () => [instance] });
  library.attach();
  const execution = executionOf();
  try {
    await spanStorage.run(execution.root, work);
  } finally {
    library.detach();
  }
  expect(failures).toEqual([]);
  return execution;
}

describe.each<[string, LibraryClass, () => object, () => Promise<unknown>]>([
  ['knex', KnexLibrary, () => db, () => db.raw('select pg_sleep(0.05)').then(() => undefined)],
  ['sequelize', SequelizeLibrary, () => sequelize, () => sequelize.query('select pg_sleep(0.05)')],
])('the pool of %s', (name, Library, instance, query) => {
  it('is named in the wait for one of its connections', async () => {
    const { operations } = await recorded(Library, instance(), () => Promise.all(Array.from({ length: 3 }, query)));
    const waits = operations?.each.filter(({ statement }) => statement.on === 'pool') ?? [];
    expect(waits).toHaveLength(1);
    expect(waits[0]).toMatchObject({ statement: { text: `${name} ${peer()}` }, failed: false, pool: { size: SIZE } });
    expect((waits[0]?.end ?? 0) - (waits[0]?.start ?? 0)).toBeGreaterThan(40);
    expect(waits[0]?.pool?.inUse).toBe(SIZE);
  });

  it('counts none as held when all are free again', async () => {
    const { operations } = await recorded(Library, instance(), async () => {
      for (let i = 0; i < 5; i += 1) await query();
    });
    expect(operations?.each.map(({ statement }) => statement.on)).toEqual(Array(5).fill('database'));
  });
});

describe('transactions', () => {
  it('of Knex hold a connection until their end', async () => {
    const { operations } = await recorded(KnexLibrary, db, async () => {
      const [first, second] = await Promise.all([db.transaction(), db.transaction()]);
      const waiting = db.raw('select 1 as alias_waiting').then(() => undefined);
      await first.raw('select pg_sleep(0.05)');
      await first.commit();
      await waiting;
      await second.rollback();
    });
    const waits = operations?.each.filter(({ statement }) => statement.on === 'pool') ?? [];
    expect(waits).toHaveLength(1);
    expect((waits[0]?.end ?? 0) - (waits[0]?.start ?? 0)).toBeGreaterThan(40);
  });

  it('of Sequelize hold a connection until their end', async () => {
    const { operations } = await recorded(SequelizeLibrary, sequelize, async () => {
      const [first, second] = await Promise.all([sequelize.transaction(), sequelize.transaction()]);
      const waiting = sequelize.query('select 1 as alias_waiting');
      await sequelize.query('select pg_sleep(0.05)', { transaction: first });
      await first.commit();
      await waiting;
      await second.rollback();
    });
    const waits = operations?.each.filter(({ statement }) => statement.on === 'pool') ?? [];
    expect(waits).toHaveLength(1);
    expect(waits[0]?.pool?.inUse).toBe(SIZE);
  });

  it('of TypeORM and Prisma show their statements', async () => {
    const ofTypeorm = await recorded(TypeormLibrary, source, () =>
      source.transaction(manager => manager.query('select 1 as alias_a')),
    );
    expect(statementsOf(ofTypeorm).map(({ statement }) => statement.text)).toEqual([
      'START TRANSACTION',
      'select ? as alias_a',
      'COMMIT',
    ]);
    const ofPrisma = await recorded(PrismaLibrary, {}, () =>
      prisma.$transaction(async transaction => transaction.$queryRawUnsafe('select 1 as alias_a')),
    );
    expect(statementsOf(ofPrisma).map(({ statement }) => statement.text)).toContain('select ? as alias_a');
  });
});

describe('a request for a connection that fails', () => {
  it('leaves the pool of Sequelize without waiters', async () => {
    const pool = { max: 1, acquire: 1_000 };
    const small = new Sequelize({ dialect: 'postgres', ...settings(), username: 'postgres', pool, logging: false });
    const { operations } = await recorded(SequelizeLibrary, small, async () => {
      const transaction = await small.transaction();
      await expect(small.query('select 1')).rejects.toThrow('timeout');
      await transaction.commit();
      await small.query('select 2');
    });
    await small.close();
    const waits = operations?.each.filter(({ statement }) => statement.on === 'pool') ?? [];
    expect(waits.map(({ failed }) => failed)).toEqual([true]);
  });

  it('leaves the pool of Knex without waiters', async () => {
    const small = knex({
      client: 'pg',
      connection: { ...settings(), user: 'postgres' },
      pool: { min: 0, max: 1 },
      // It is the limit for opening a connection, too.
      acquireConnectionTimeout: 1_000,
    });
    const { operations } = await recorded(KnexLibrary, small, async () => {
      const transaction = await small.transaction();
      await expect(small.raw('select 1')).rejects.toThrow('Timeout');
      await transaction.commit();
      await small.raw('select 2');
    });
    await small.destroy();
    const waits = operations?.each.filter(({ statement }) => statement.on === 'pool') ?? [];
    expect(waits.map(({ failed }) => failed)).toEqual([true]);
  });
});

describe('a stream of Knex', () => {
  it('ends with the use of its connection', async () => {
    const { operations } = await recorded(KnexLibrary, db, async () => {
      for await (const _row of db.select('*').from(db.raw('generate_series(1, 10)')).stream());
      await db.raw('select 1');
    });
    const [stream] = operations?.each ?? [];
    expect(stream?.end).toBeGreaterThan(stream?.start ?? Infinity);
  });
});

describe('a client that connects again', () => {
  it('is observed, by TypeORM and by Knex', async () => {
    const late = new DataSource({ type: 'postgres', ...settings(), username: 'postgres' });
    const ofTypeorm = await recorded(TypeormLibrary, late, async () => {
      await late.initialize();
      await late.query('select 1 as alias_late');
    });
    expect(statementsOf(ofTypeorm).at(-1)).toMatchObject({ statement: { text: 'select ? as alias_late' } });
    expect(Object.keys(late)).not.toContain('createQueryRunner');
    expect(late.subscribers).toEqual([]);
    await late.destroy();
    const ofKnex = await recorded(KnexLibrary, db, async () => {
      await db.destroy();
      db.initialize();
      await db.raw('select 1');
      await Promise.all(Array.from({ length: 3 }, () => db.raw('select pg_sleep(0.02)').then(() => undefined)));
    });
    expect(ofKnex.operations?.each.filter(({ statement }) => statement.on === 'pool')).toHaveLength(1);
  });
});
