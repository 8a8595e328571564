import { describe, expect, it } from '@jest/globals';
import { serverAddress } from '../../../../../lib/instrumentation/libraries/sql/server-address.js';
import { sqlServer } from '../../../../../lib/instrumentation/libraries/sql/sql-server.js';

describe('serverAddress', () => {
  it.each([
    [{ host: 'db', port: 6000, database: 'shop' }, 'db:6000/shop'],
    [{ host: 'db', port: '6000' }, 'db:6000'],
    [{}, 'localhost:5432'],
    [{ host: '::1', database: 'shop' }, '[::1]:5432/shop'],
    [{ url: 'postgres://user:secret@db:6000/shop?sslmode=require&password=secret' }, 'db:6000/shop'],
    [{ url: 'postgres://user:secret@db/shop', port: 7000 }, 'db:7000/shop'],
    [{ url: 'secret', host: 'db' }, 'db:5432'],
    [{ url: 'postgres:///shop' }, 'localhost:5432'],
    [{ socketPath: '/run/mysqld.sock', database: 'shop' }, '/run/mysqld.sock/shop'],
    [{ file: '/home/user/shop.sqlite' }, 'shop.sqlite'],
    [{ file: ':memory:' }, ':memory:'],
    [{ host: () => 'db', port: -1, database: 5 }, 'localhost:5432'],
  ])('of %j', (settings, expected) => {
    expect(serverAddress(settings, 5432)).toBe(expected);
  });

  it('has no port that nobody gave', () => {
    expect(serverAddress({ host: 'db', database: 'shop' })).toBe('db/shop');
  });
});

describe('sqlServer', () => {
  it.each([
    ['postgres', 'postgresql', 'postgresql'],
    ['pg', 'postgresql', 'postgresql'],
    ['cockroachdb', 'cockroachdb', 'postgresql'],
    ['mariadb', 'mysql', 'mysql'],
    ['better-sqlite3', 'sqlite', 'sqlite'],
    ['mssql', 'mssql', 'unknown'],
    ['another', 'sql', 'unknown'],
    [undefined, 'sql', 'unknown'],
  ])('of %s', (name, system, dialect) => {
    expect(sqlServer(name)).toMatchObject({ system, dialect });
  });
});
