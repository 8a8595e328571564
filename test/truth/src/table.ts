import { CACHE, DATABASE, type Cells } from './expectations.js';
import type { ServerName } from './servers.js';

/** A row of the truth table. Its subject is `subjects/<name>.ts`. */
export interface Library {
  readonly name: string;
  /** The npm package; the documentation shows its version. */
  readonly package: string;
  /** The class of its subject. */
  readonly className: string;
  readonly server: ServerName;
  readonly cells: Cells;
}

/** All libraries, in the order of the table. */
export const LIBRARIES: readonly Library[] = [
  { name: 'pg', package: 'pg', className: 'Pg', server: 'postgres', cells: DATABASE },
  { name: 'postgres', package: 'postgres', className: 'PostgresJs', server: 'postgres', cells: DATABASE },
  { name: 'mysql2', package: 'mysql2', className: 'Mysql2', server: 'mariadb', cells: DATABASE },
  { name: 'mariadb', package: 'mariadb', className: 'MariadbConnector', server: 'mariadb', cells: DATABASE },
  {
    name: 'ioredis',
    package: 'ioredis',
    className: 'Ioredis',
    server: 'redis',
    // One connection for all: its commands are sent at once and answered one after another.
    cells: { ...CACHE, parallel: { ...CACHE.parallel, concurrency: 60 } },
  },
  { name: 'node-redis', package: 'redis', className: 'NodeRedis', server: 'redis', cells: CACHE },
];
