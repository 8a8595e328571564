import { describe, expect, it } from '@jest/globals';
import postgres from 'postgres';
import { isQuery, isSql } from '../../../../../lib/instrumentation/libraries/postgres/postgres-shapes.js';
import { queryText } from '../../../../../lib/instrumentation/libraries/postgres/query-text.js';

/** It connects with its first query: none is sent here. */
const sql = postgres();
const textOf = (query: unknown): string | undefined => (isQuery(query) ? queryText(query) : 'no query');

describe('queryText', () => {
  it.each<[unknown, string]>([
    [sql`select 1`, 'select 1'],
    [sql`select * from item where id = ${4711}`, 'select * from item where id = $1'],
    [sql`insert into item ${sql([{ id: 4711 }])}`, 'insert into item $1'],
    [sql`select ${sql('na"me')} from item where id in ${sql([4711])}`, 'select "na""me" from item where id in $1'],
    [sql`select 1 ${sql`where a = ${4711} ${sql`and b`}`}`, 'select 1 where a = $1 and b'],
    [sql.unsafe('select $1', [4711]), 'select $1'],
  ])('shows no value', (query, text) => {
    expect(textOf(query)).toBe(text);
  });

  it('of a file is unknown', () => {
    expect(textOf(sql.file('statement.sql'))).toBeUndefined();
  });

  it('is bounded in depth and length', () => {
    let query = sql`end`;
    for (let i = 0; i < 20; i += 1) query = sql`( ${query} )`;
    expect(textOf(query)).toBe(`${'( '.repeat(11)}$1${' )'.repeat(11)}`);
    const strings = Object.assign(Array<string>(3_000).fill('0123456789'), { raw: [] });
    expect(queryText({ strings, args: [] })?.length).toBeLessThan(20_020);
  });
});

describe('isSql', () => {
  it('knows a sql from other functions and objects', () => {
    expect([isSql(sql), isSql(() => undefined), isSql({ options: {} }), isSql(class Sql {})]).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });
});
