import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import mongoose, { type Connection, type Model } from 'mongoose';
import { MongooseLibrary } from '../../../../../lib/instrumentation/libraries/mongoose/mongoose.library.js';
import { spanStorage } from '../../../../../lib/tracing/execution-context.js';
import { Execution } from '../../../../../lib/tracing/execution.js';
import type { Tracer } from '../../../../../lib/tracing/tracer.interface.js';
import { describeDatabaseLibrary, statementsOf } from '../../../../contracts/database-library.js';
import { siteOf } from '../../../../support/call-site.js';
import { libraryContext } from '../../../../support/library-context.js';
import { MongoServer } from '../../../../support/mongo-server.js';

interface Item {
  name: string;
  ms: number;
}

const server = new MongoServer();
let connection: Connection;

const modelOf = (alias: string): Model<Item> => {
  const collection = `alias_${alias}`;
  return (connection.models[collection] ??
    connection.model<Item>(
      collection,
      new mongoose.Schema<Item>({ name: String, ms: Number }, { autoIndex: false, autoCreate: false }),
      collection,
    )) as Model<Item>;
};

beforeAll(async () => {
  await server.listen();
  connection = await mongoose
    .createConnection(`mongodb://127.0.0.1:${server.port}/shop`, {
      maxPoolSize: 2,
      retryReads: false,
      retryWrites: false,
    })
    .asPromise();
});
afterAll(async () => {
  await connection.close();
  await server.close();
});

const CHANNELS = ['query', 'aggregate', 'model:save', 'model:insertMany', 'model:bulkWrite'].flatMap(call =>
  ['start', 'error', 'asyncStart'].map(event => `tracing:mongoose:${call}:${event}`),
);

describeDatabaseLibrary('find()', {
  name: 'mongoose',
  Library: MongooseLibrary,
  channels: CHANNELS,
  system: 'mongodb',
  peer: () => `127.0.0.1:${server.port}/shop`,
  open: () => Promise.resolve(),
  close: () => Promise.resolve(),
  run: async (alias, ms, value) => modelOf(alias).find({ ms, name: value }),
  fail: async (_, value) => modelOf('bad').find({ name: value }),
});

describe('MongooseLibrary', () => {
  const tracer = {} as Tracer;
  const failures: unknown[] = [];

  const labelsOf = async (work: () => Promise<unknown>): Promise<string[]> => {
    const library = new MongooseLibrary(libraryContext(tracer, failures));
    library.attach();
    const execution = new Execution(tracer, 1, 'http', siteOf('root'), 0, 100);
    await spanStorage.run(execution.root, work);
    library.detach();
    expect(failures).toEqual([]);
    const operations = statementsOf(execution);
    expect(operations.every(({ end }) => end > 0)).toBe(true);
    return operations.map(({ statement }) => statement.text);
  };

  it.each<[string, () => Promise<unknown>]>([
    ['findOne items { _id }', async () => modelOf('items').findOne({ _id: '6579b2c3a1f0c2d3e4f5a6b7' })],
    ['updateOne items { name }', async () => modelOf('items').updateOne({ name: 'geheim' }, { ms: 5 })],
    ['save items', async () => new (modelOf('items'))({ name: 'geheim' }).save()],
    ['insertMany items', async () => modelOf('items').insertMany([{ name: 'geheim' }])],
    [
      'bulkWrite items',
      async () => modelOf('items').bulkWrite([{ insertOne: { document: { name: 'geheim', ms: 1 } } }]),
    ],
    [
      'aggregate items [ $match, $limit ]',
      async () => modelOf('items').aggregate([{ $match: { name: 'geheim' } }, { $limit: 3 }]),
    ],
  ])('names %s', async (label, work) => {
    expect(await labelsOf(work)).toEqual([label.replace('items', 'alias_items')]);
  });

  it('sends a query once, and one that nobody awaits never', async () => {
    const before = server.commands.length;
    const labels = await labelsOf(async () => {
      const lazy = modelOf('lazy').find({ name: 'a' });
      void modelOf('never').find({ name: 'a' });
      await lazy;
    });
    expect(labels).toEqual(['find alias_lazy { name }']);
    expect(server.commands.slice(before)).toEqual(['find']);
  });
});
