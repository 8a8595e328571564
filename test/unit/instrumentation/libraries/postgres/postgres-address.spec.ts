import { describe, expect, it } from '@jest/globals';
import { addressOf } from '../../../../../lib/instrumentation/libraries/postgres/postgres-address.js';

describe('addressOf', () => {
  it.each([
    [
      { host: ['127.0.0.1'], port: [5433], database: 'shop' },
      { peer: '127.0.0.1:5433/shop', wire: '127.0.0.1:5433' },
    ],
    [
      { host: ['db', 'standby'], port: [5432, 5433], database: 'shop' },
      { peer: 'db:5432/shop', wire: undefined },
    ],
    [
      { host: ['::1'], port: [5432] },
      { peer: '[::1]:5432', wire: '[::1]:5432' },
    ],
    [
      { host: ['localhost'], port: [5432], path: '/run/pg/.s.PGSQL.5432', database: 'shop' },
      { peer: '/run/pg:5432/shop', wire: '/run/pg/.s.PGSQL.5432' },
    ],
    [{}, { peer: 'localhost:5432', wire: undefined }],
  ])('of %j is %j', (options, address) => {
    expect(addressOf(options)).toEqual(address);
  });
});
