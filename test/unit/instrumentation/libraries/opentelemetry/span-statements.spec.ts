import { describe, expect, it } from '@jest/globals';
import { SpanStatements } from '../../../../../lib/instrumentation/libraries/opentelemetry/span-statements.js';

const OLD = { 'net.peer.name': 'db', 'net.peer.port': 1433, 'db.name': 'shop' };
const NEW = { 'server.address': 'db', 'server.port': 1433, 'db.namespace': 'shop' };
const SQL = "select * from prices where sku = 'secret'";

describe('SpanStatements', () => {
  it.each<[string, Record<string, unknown>, object | undefined]>([
    [
      'SQL, by old names',
      { ...OLD, 'db.system': 'mssql', 'db.statement': SQL },
      { on: 'database', system: 'mssql', text: 'select * from prices where sku = ?', peer: 'db:1433/shop' },
    ],
    [
      'SQL, by new names',
      { ...NEW, 'db.system.name': 'microsoft.sql_server', 'db.query.text': SQL },
      { on: 'database', system: 'mssql', text: 'select * from prices where sku = ?', peer: 'db:1433/shop' },
    ],
    [
      'a document database, without its text',
      {
        'db.system': 'mongodb',
        'db.statement': '{"sku":"secret"}',
        'db.operation': 'find',
        'db.mongodb.collection': 'a',
      },
      { on: 'database', system: 'mongodb', text: 'find a', peer: '' },
    ],
    [
      'a database of another language',
      { 'db.system': 'cassandra', 'db.statement': "SELECT 'secret'", 'server.address': 'db' },
      { on: 'database', system: 'cassandra', text: 'call', peer: 'db' },
    ],
    [
      'a command of Redis',
      { 'db.system': 'redis', 'db.statement': 'set cart:secret ?' },
      { on: 'cache', system: 'redis', text: 'SET cart:*', peer: '' },
    ],
    [
      'a command of Memcached',
      { 'db.system': 'memcached', 'db.statement': 'get secret', 'db.operation': 'get' },
      { on: 'cache', system: 'memcached', text: 'get', peer: '' },
    ],
    [
      'a message',
      { 'messaging.system': 'kafka', 'messaging.destination.name': 'orders', 'messaging.operation.name': 'publish' },
      { on: 'network', system: 'kafka', text: 'publish orders', peer: '' },
    ],
    [
      'a message to a destination with values',
      { 'messaging.system': 'rabbitmq', 'messaging.destination.name': 'x'.repeat(200) },
      { on: 'network', system: 'rabbitmq', text: 'send', peer: '' },
    ],
    [
      'a remote call',
      { 'rpc.system': 'grpc', 'rpc.service': 'shop.Orders', 'rpc.method': 'Find', 'server.address': 'orders' },
      { on: 'http', system: 'http', text: 'shop.Orders/Find', peer: 'orders' },
    ],
    [
      'a request',
      { 'http.request.method': 'GET', 'url.full': 'https://user:secret@a.test/orders/4711?token=secret' },
      { on: 'http', system: 'http', text: 'GET a.test/orders/:id', peer: 'a.test' },
    ],
    ['nothing of these', { name: 'secret' }, undefined],
    ['values of other types', { 'db.system': 5, 'messaging.system': null }, undefined],
  ])('reads %s', (_, attributes, statement) => {
    expect(new SpanStatements().of({ attributes })).toEqual(statement);
  });

  it('shares equal ones, and keeps a bounded number', () => {
    const statements = new SpanStatements();
    const of = (collection: string) =>
      statements.of({ attributes: { 'db.system': 'x', 'db.operation': 'find', 'db.collection.name': collection } });
    expect(of('a')).toBe(of('a'));
    for (let i = 0; i < 5_000; i++) of(`c${i}`);
    for (let i = 0; i < 100; i++)
      statements.of({ attributes: { 'db.system': 'mysql', 'db.query.text': `select ${i}` } });
    expect((statements as unknown as { known: Map<string, unknown> }).known.size).toBeLessThanOrEqual(1_000);
  });
});
