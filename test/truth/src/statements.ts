import { type DATABASE, type Expected, LOCK } from './expectations.js';

type DatabaseCells = typeof DATABASE;

/** A report cuts longer subjects. */
const MAX_SUBJECT = 200;

/** The labels of the statements that a subject sends. */
export interface StatementLabels {
  /** The one that sleeps. */
  readonly sleep: string;
  /** The one of an N+1, where it is another one. */
  readonly find?: string;
  /** The one of a parallel N+1, where it is another one. */
  readonly findParallel?: string;
  readonly update: string;
  /** The one whose rows are streamed. */
  readonly stream: string;
}

/** The labels of the subjects that write their SQL themselves, for PostgreSQL. */
export const WRITTEN: StatementLabels = {
  sleep: 'select pg_sleep(?::float / ?)',
  update: 'update item set qty = qty + ? where id = ?',
  stream: 'select i, pg_sleep(?), repeat(?) as text from generate_series(?, ?::int) i',
};

/** The labels of the subjects that write their SQL themselves, for MySQL. */
export const WRITTEN_FOR_MYSQL: StatementLabels = {
  sleep: 'select sleep(? / ?)',
  update: 'update item set qty = qty + ? where id = ?',
  stream: 'select id, sleep(?), repeat(?) as text from item limit ?',
};

/** The labels of the ORMs that write the SQL. */
export const ORMS = {
  typeorm: {
    sleep: 'select pg_sleep(?)',
    find: 'SELECT … FROM "sleeping_item" "SleepingItem" WHERE (("SleepingItem"."id" = ?)) LIMIT ?',
    update: 'UPDATE "item" SET "qty" = "qty" + ? WHERE "id" = ?',
    stream:
      'SELECT "item"."id" AS "item_id", "item"."name" AS "item_name", "item"."grp" AS "item_grp", "item"."qty" AS "item_qty", "item"."slept" AS "item_slept" FROM "sleeping_item" "item" WHERE "item"."id" BETWEEN ? AND ?',
  },
  prisma: {
    sleep: 'select pg_sleep(?::float)::text',
    find: prismaFind('("public"."sleeping_item"."id" = ? AND ?=?) LIMIT ? OFFSET ?'),
    findParallel: prismaFind('"public"."sleeping_item"."id" = ? LIMIT ? OFFSET ?'),
    update:
      'UPDATE "public"."item" SET "qty" = ("public"."item"."qty" + ?) WHERE ("public"."item"."id" = ? AND ?=?) RETURNING "public"."item"."id", "public"."item"."name", "public"."item"."grp", "public"."item"."qty"',
    stream: prismaFind('("public"."sleeping_item"."id" >= ? AND "public"."sleeping_item"."id" <= ?) OFFSET ?'),
  },
  knex: {
    sleep: 'select pg_sleep(?)',
    find: 'select * from "sleeping_item" where "id" = ?',
    update: 'update "item" set "qty" = "qty" + ? where "id" = ?',
    stream: 'select * from "sleeping_item" where "id" between ? and ?',
  },
  drizzle: {
    sleep: 'select pg_sleep(?)',
    find: 'select "id", "name", "grp", "qty", "slept" from "sleeping_item" where "sleeping_item"."id" = ?',
    update: 'update "item" set "qty" = "item"."qty" + ? where "item"."id" = ?',
    stream:
      'select "id", "name", "grp", "qty", "slept" from "sleeping_item" where "sleeping_item"."id" between ? and ?',
  },
  mikroorm: {
    sleep: 'select pg_sleep(?)',
    find: 'select "s0".* from "sleeping_item" as "s0" where "s0"."id" = ? limit ?',
    update: 'update "item" set "qty" = qty + ? where "id" = ? returning "qty"',
    stream: 'select "s0".* from "sleeping_item" as "s0" where "s0"."id" >= ? and "s0"."id" <= ?',
  },
  sequelize: {
    sleep: 'select pg_sleep(?)',
    find: sequelizeFind('= ?'),
    update: 'UPDATE "item" SET "qty"="qty"+ ? WHERE "id" = ? RETURNING *',
    stream: sequelizeFind('BETWEEN ? AND ?'),
  },
} as const satisfies Readonly<Record<string, StatementLabels>>;

function prismaFind(where: string): string {
  const columns = ['id', 'name', 'grp', 'qty', 'slept'].map(name => `"public"."sleeping_item"."${name}"`);
  return `SELECT ${columns.join(', ')} FROM "public"."sleeping_item" WHERE ${where}`;
}

function sequelizeFind(where: string): string {
  return `SELECT "id", "name", "grp", "qty", "slept" FROM "sleeping_item" AS "sleeping_item" WHERE "sleeping_item"."id" ${where};`;
}

/** The cells of a library whose statements are recorded. */
export function withStatements(
  cells: DatabaseCells,
  { sleep, find = sleep, findParallel = find, update, stream }: StatementLabels,
): DatabaseCells {
  const labelled = (cell: Expected, operation: string): Expected => ({
    ...cell,
    operation: operation.length > MAX_SUBJECT ? `${operation.slice(0, MAX_SUBJECT - 1)}…` : operation,
    withStatements: 'the same',
  });
  return {
    ...cells,
    slow: labelled(cells.slow, sleep),
    nPlusOne: labelled(cells.nPlusOne, find),
    nPlusOneThrough: labelled(cells.nPlusOneThrough, find),
    parallel: labelled(cells.parallel, findParallel),
    lock: { ...labelled(cells.lock, update), ...LOCK },
    stream: labelled(cells.stream, stream),
    timer: labelled(cells.timer, sleep),
    // The statement was still running.
    timeout: { ...labelled(cells.timeout, sleep), kinds: ['io'] },
    abort: { ...labelled(cells.abort, sleep), kinds: ['io'] },
    unixSlow: labelled(cells.unixSlow, sleep),
    unixNPlusOne: labelled(cells.unixNPlusOne, find),
  };
}
