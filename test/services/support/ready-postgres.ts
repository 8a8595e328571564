import { Pool } from 'pg';
import { until } from '../../support/until.js';
import { DatabaseServer } from './database-server.js';

/** A PostgreSQL that answers statements: it accepts connections some time before. */
export async function readyPostgres(): Promise<DatabaseServer> {
  const server = await DatabaseServer.postgres();
  const pool = new Pool({ host: '127.0.0.1', port: server.port, user: 'postgres', database: 'postgres' });
  pool.on('error', () => undefined);
  const answers = (): Promise<boolean> =>
    pool.query('select 1').then(
      () => true,
      () => false,
    );
  await until(answers, 'PostgreSQL', 60_000);
  await pool.end();
  return server;
}
