import { describe, expect, it } from '@jest/globals';
import { peerOf, poolName, wireOf } from '../../../../../lib/instrumentation/libraries/pg/pg-address.js';

describe('peerOf', () => {
  it.each([
    [{ host: 'db', port: 5433, database: 'shop' }, 'db:5433/shop'],
    [{ host: '::1', port: 5432, database: 'shop' }, '[::1]:5432/shop'],
    [{ host: '/var/run/postgresql', port: 5432, database: 'shop' }, '/var/run/postgresql:5432/shop'],
    [{}, 'localhost:5432'],
  ])('of %j is %s', (client, peer) => {
    expect(peerOf(client)).toBe(peer);
  });
});

describe('poolName', () => {
  it.each([
    [{ host: 'db', port: '5433', database: 'shop', user: 'me' }, {}, 'pg db:5433/shop'],
    [{ connectionString: 'postgres://me:secret@db:6000/shop?sslmode=disable' }, {}, 'pg db:6000/shop'],
    [{ connectionString: 'postgresql://me:secret@db/shop' }, {}, 'pg db:5432/shop'],
    [{ connectionString: 'postgres://me:secret@localhost/shop?host=/run/pg' }, {}, 'pg /run/pg:5432/shop'],
    [{ connectionString: 'no address, secret' }, {}, 'pg'],
    [{ user: 'me' }, {}, 'pg localhost:5432/me'],
    [undefined, { PGHOST: 'db', PGPORT: '6000', PGDATABASE: 'shop', PGUSER: 'me' }, 'pg db:6000/shop'],
  ])('of %j with %j is %s', (options, env, name) => {
    expect(poolName(options, env)).toBe(name);
  });
});

describe('wireOf', () => {
  it.each([
    [{ connection: { stream: { remoteAddress: '127.0.0.1', remotePort: 5432 } } }, '127.0.0.1:5432'],
    [{ host: '/run/pg', port: 5433, connection: { stream: {} } }, '/run/pg/.s.PGSQL.5433'],
    [{ host: 'db', connection: { stream: {} } }, undefined],
    [{}, undefined],
  ])('of %j is %s', (client, wire) => {
    expect(wireOf(client as Parameters<typeof wireOf>[0])).toBe(wire);
  });
});
