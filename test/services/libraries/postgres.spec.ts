import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import postgres, { type Options, type Sql } from 'postgres';
import type { LibraryContext } from '../../../lib/instrumentation/libraries/library.interface.js';
import { PostgresLibrary } from '../../../lib/instrumentation/libraries/postgres/postgres.library.js';
import { spanStorage } from '../../../lib/tracing/execution-context.js';
import { Execution } from '../../../lib/tracing/execution.js';
import type { Tracer } from '../../../lib/tracing/tracer.interface.js';
import { describeDatabaseLibrary, statementsOf } from '../../contracts/database-library.js';
import { siteOf } from '../../support/call-site.js';
import { libraryContext } from '../../support/library-context.js';
import type { DatabaseServer } from '../support/database-server.js';
import { readyPostgres } from '../support/ready-postgres.js';

let server: DatabaseServer;
let sql: Sql;

const newSql = (more: Options<Record<string, never>> = {}): Sql =>
  postgres({ host: '127.0.0.1', port: server.port, user: 'postgres', database: 'postgres', max: 2, ...more });

beforeAll(async () => {
  server = await readyPostgres();
}, 120_000);
afterAll(() => server.stop());

/** The application's own, as one of its providers. */
class FoundSql extends PostgresLibrary {
  constructor(context: LibraryContext) {
    super({ ...context, instances: () => [sql, {}, () => undefined] });
  }
}

type Run = (alias: string, seconds: number, value: string) => Promise<unknown>;

const WAYS: Readonly<Record<string, Run>> = {
  'a template': (alias, seconds, value) =>
    sql`select pg_sleep(${seconds}) as ${sql(`alias_${alias}`)}, ${value}::text as value`,
  'a text': (alias, seconds, value) =>
    sql.unsafe(`select pg_sleep(${seconds}) as alias_${alias}, $1::text as value, '${value}' as literal`, [value]),
  'a reserved connection': async (alias, seconds, value) => {
    const reserved = await sql.reserve();
    try {
      return await reserved.unsafe(`select pg_sleep(${seconds}) as alias_${alias}, $1::text as value`, [value]);
    } finally {
      reserved.release();
    }
  },
  'a cursor': async (alias, seconds, value) => {
    const rows = sql.unsafe(`select pg_sleep(${seconds}) as alias_${alias}, $1::text as value`, [value]);
    for await (const _ of rows.cursor(1));
  },
};

for (const [way, run] of Object.entries(WAYS)) {
  describeDatabaseLibrary(way, {
    name: 'postgres',
    Library: FoundSql,
    channels: [],
    system: 'postgresql',
    peer: () => `127.0.0.1:${server.port}/postgres`,
    open: async () => {
      sql = newSql();
      // A new connection reads the types first, which is a statement of the request that opens it.
      await Promise.all([sql`select pg_sleep(0.1)`, sql`select pg_sleep(0.1)`]);
    },
    close: () => sql.end(),
    // A query is sent where it is awaited.
    run: async (alias, ms, value) => await run(alias, ms / 1000, value),
    fail: async (alias, value) => await sql.unsafe(`select 1 as alias_${alias} from missing where value = $1`, [value]),
  });
}

describe('postgres.js', () => {
  const tracer = {} as Tracer;
  const failures: unknown[] = [];
  const recording = async (work: (own: Sql, execution: Execution) => Promise<unknown>, max = 2): Promise<Execution> => {
    const own = newSql({ max });
    const library = new PostgresLibrary({ ...libraryContext(tracer, failures), instances: () => [own] });
    library.attach();
    const execution = begin();
    try {
      await spanStorage.run(execution.root, () => work(own, execution));
    } finally {
      library.detach();
      await own.end();
    }
    expect(failures).toEqual([]);
    return execution;
  };
  const begin = (): Execution => new Execution(tracer, 1, 'http', siteOf('root'), 0, 100);
  const texts = (execution: Execution): string[] => statementsOf(execution).map(({ statement }) => statement.text);
  /** Without the statement that reads the types of a new connection. */
  const ownTexts = (execution: Execution): string[] => texts(execution).filter(text => !text.includes('pg_catalog'));

  it('sends a lazy query when it is awaited, and once', async () => {
    const execution = await recording(async own => {
      await own`create temporary table once (id int)`;
      void own`insert into once values (1)`;
      const lazy = own`insert into once values (${2})`;
      await new Promise(resolve => setImmediate(resolve));
      await lazy;
      await lazy;
      expect(await own`select id from once`).toEqual([{ id: 2 }]);
    }, 1);
    expect(ownTexts(execution)).toHaveLength(3);
  });

  it('changes no error: its parameters stay hidden from loggers', async () => {
    const failed = async (own: Sql): Promise<unknown> =>
      own`select ${'secret'} from missing`.catch((error: unknown) => error);
    const plain = newSql();
    const expected = await failed(plain);
    await plain.end();
    await recording(async own => {
      const error = await failed(own);
      expect(Object.keys(error as object)).toEqual(Object.keys(expected as object));
      expect(JSON.stringify(error)).not.toContain('secret');
    });
  });

  it('shows the parts of a template, and no value of a helper', async () => {
    const execution = await recording(async own => {
      const fragment = own`where ${own('qty')} > ${17}`;
      await own`create temporary table item (qty int, name text)`;
      await own`insert into item ${own([{ qty: 4711, name: 'secret' }])}`;
      await own`select ${own('name')} from item ${fragment}`;
    }, 1);
    expect(ownTexts(execution).at(-1)).toMatch(/select "name" from item where "qty" > /i);
    expect(JSON.stringify(texts(execution))).not.toMatch(/secret|4711|17/);
  });

  it('separates the time in the queue of a connection, and of a transaction that waits for one', async () => {
    const execution = await recording(async own => {
      await own`select 1`;
      const transaction = (): Promise<unknown> => own.begin(tx => tx`select pg_sleep(0.1) as transacted`);
      await Promise.all([own`select pg_sleep(0.1)`, own`select pg_sleep(0.1)`]);
      await Promise.all([transaction(), transaction()]);
    }, 1);
    const queued = (part: RegExp): number[] =>
      statementsOf(execution)
        .filter(({ statement }) => part.test(statement.text))
        .map(({ queuedMs }) => queuedMs);
    const [first = NaN, second = NaN] = queued(/pg_sleep\(\S+\)$/);
    expect(first).toBeLessThan(50);
    expect(second).toBeGreaterThan(90);
    const [firstBegin = NaN, secondBegin = NaN] = queued(/^begin/i);
    expect(firstBegin).toBeLessThan(50);
    expect(secondBegin).toBeGreaterThan(90);
  });

  it('records a `sql` that is made later, of the same copy', async () => {
    let later: Sql | undefined;
    const execution = await recording(async () => {
      later = newSql();
      await later`select 1 as first`;
      await later`select 1 as second`;
    });
    await later?.end();
    expect(ownTexts(execution)).toHaveLength(2);
    const peers = statementsOf(execution).map(({ statement: { peer } }) => peer);
    // The first connection shows its server.
    expect([peers.at(0), peers.at(-1)]).toEqual(['unknown server', `127.0.0.1:${server.port}`]);
  });

  it('has its own method again when no application records it', async () => {
    const own = newSql();
    const { handle } = Object.getPrototypeOf(own`select 1`) as { handle: unknown };
    await recording(async () => {
      expect((Object.getPrototypeOf(own`select 1`) as { handle: unknown }).handle).not.toBe(handle);
    });
    expect((Object.getPrototypeOf(own`select 1`) as { handle: unknown }).handle).toBe(handle);
    await own.end();
  });
});
