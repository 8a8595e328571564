import { describe, expect, it } from '@jest/globals';
import {
  MongooseStatements,
  type MongooseCall,
} from '../../../../../lib/instrumentation/libraries/mongoose/mongoose-statements.js';

const SHOP = { database: 'shop', serverAddress: 'db', serverPort: 27_017 };

describe('MongooseStatements', () => {
  const statements = new MongooseStatements();
  const textOf = (call: Partial<MongooseCall>): string =>
    statements.of({ operation: 'find', collection: 'orders', ...SHOP, ...call }).text;

  it.each<[string, unknown]>([
    ['find orders', {}],
    ['find orders', undefined],
    ['find orders', 'geheim'],
    ['find orders { status, createdAt }', { status: 'geheim', createdAt: { $gt: 'geheim' } }],
    ['find orders { $or }', { $or: [{ geheim: 1 }] }],
    ['find orders { address.* }', { 'address.geheim': 'a', 'address.b': 'c' }],
    ['find orders { * }', { 'geheim@example.com': 1, geheim4711: 1 }],
    ['find orders { a, b, c, d, e, f, g, h, … }', Object.fromEntries([...'abcdefghij'].map(name => [name, 1]))],
  ])('shows the fields of a filter, and none of its values: %s', (text, filter) => {
    expect(textOf({ args: { filter } })).toBe(text);
  });

  it('shows the stages of a pipeline', () => {
    const pipeline = [{ $match: { geheim: 1 } }, { $group: { _id: 'geheim' } }, 'geheim', null];
    expect(textOf({ operation: 'aggregate', args: { pipeline } })).toBe('aggregate orders [ $match, $group ]');
  });

  it('names the server and the database', () => {
    expect(statements.of({ operation: 'aggregate', ...SHOP })).toEqual({
      on: 'database',
      system: 'mongodb',
      text: 'aggregate',
      peer: 'db:27017/shop',
    });
    expect(statements.of({ operation: 'find' }).peer).toBe('');
  });

  it('shares one statement among equal calls, and forgets the oldest', () => {
    const of = (collection: string) => statements.of({ operation: 'find', collection, ...SHOP });
    const first = of('first');
    expect(of('first')).toBe(first);
    for (let i = 0; i < 1_001; i += 1) of(`c${i}`);
    expect(of('first')).not.toBe(first);
    expect(of('first')).toEqual(first);
  });
});
