import { afterAll, beforeAll } from '@jest/globals';
import { Pool, type PoolConfig } from 'pg';
import { OpenTelemetryLibrary } from '../../../lib/instrumentation/libraries/opentelemetry/opentelemetry.library.js';
import { describeDatabaseLibrary } from '../../contracts/database-library.js';
import { Instrumentation } from '../../support/client-spans.js';
import type { DatabaseServer } from '../support/database-server.js';
import { readyPostgres } from '../support/ready-postgres.js';

let server: DatabaseServer;
let pool: Pool;

beforeAll(async () => {
  server = await readyPostgres();
}, 120_000);
afterAll(() => server.stop());

const settings = (): PoolConfig => ({ host: '127.0.0.1', port: server.port, user: 'postgres', database: 'postgres' });
const instrumentation = new Instrumentation('@opentelemetry/instrumentation-pg');

const query = (text: string, values: string[]): Promise<unknown> => {
  const database = { 'db.system': 'postgresql', 'db.name': 'postgres', 'db.statement': text };
  const peer = { 'net.peer.name': '127.0.0.1', 'net.peer.port': server.port };
  return instrumentation.trace({ ...database, ...peer }, () => pool.query(text, values));
};

describeDatabaseLibrary('spans of an instrumentation', {
  name: 'opentelemetry',
  Library: OpenTelemetryLibrary,
  channels: [],
  system: 'postgresql',
  peer: () => `127.0.0.1:${server.port}/postgres`,
  open: async () => {
    pool = new Pool({ ...settings(), max: 2 });
    pool.on('error', () => undefined);
  },
  close: () => pool.end(),
  run: (alias, ms, value) =>
    query(`select pg_sleep(${ms / 1000}) as alias_${alias}, $1::text as value, '${value}' as literal`, [value]),
  fail: (alias, value) => query(`select 1 as alias_${alias} from missing where value = $1`, [value]),
});
