import { CACHE, DATABASE, HTTP, type Cells } from './expectations.js';
import type { ServerName } from './servers.js';

/** A row of the truth table. Its subject is `subjects/<name>.ts`. */
export interface Library {
  readonly name: string;
  /** The npm package, whose version the documentation shows. Absent for a part of Node. */
  readonly package?: string;
  /** The class of its subject. */
  readonly className: string;
  readonly server: ServerName;
  readonly cells: Cells;
}

/** All libraries, in the order of the table. */
export const LIBRARIES: readonly Library[] = [
  { name: 'pg', package: 'pg', className: 'Pg', server: 'postgres', cells: DATABASE },
  {
    name: 'postgres',
    package: 'postgres',
    className: 'PostgresJs',
    server: 'postgres',
    // Beyond its connections it sends several statements at once on each.
    cells: { ...DATABASE, parallel: { ...DATABASE.parallel, isPipelined: true } },
  },
  { name: 'mysql2', package: 'mysql2', className: 'Mysql2', server: 'mariadb', cells: DATABASE },
  { name: 'mariadb', package: 'mariadb', className: 'MariadbConnector', server: 'mariadb', cells: DATABASE },
  {
    name: 'ioredis',
    package: 'ioredis',
    className: 'Ioredis',
    server: 'redis',
    // One connection for all: its commands are sent at once and answered one after another.
    cells: { ...CACHE, parallel: { ...CACHE.parallel, concurrency: 60, isPipelined: true } },
  },
  { name: 'node-redis', package: 'redis', className: 'NodeRedis', server: 'redis', cells: CACHE },
  { name: 'typeorm', package: 'typeorm', className: 'Typeorm', server: 'postgres', cells: DATABASE },
  { name: 'prisma', package: '@prisma/client', className: 'Prisma7', server: 'postgres', cells: DATABASE },
  { name: 'knex', package: 'knex', className: 'KnexBuilder', server: 'postgres', cells: DATABASE },
  { name: 'drizzle', package: 'drizzle-orm', className: 'Drizzle', server: 'postgres', cells: DATABASE },
  { name: 'mikroorm', package: '@mikro-orm/postgresql', className: 'Mikroorm', server: 'postgres', cells: DATABASE },
  { name: 'sequelize', package: 'sequelize', className: 'Sequelize6', server: 'postgres', cells: DATABASE },
  {
    name: 'fetch',
    className: 'NodeFetch',
    server: 'http',
    // By default it opens a connection for each request. The queue of an agent with a limit hides the requests in it.
    cells: { ...HTTP, parallel: { ...HTTP.parallel, concurrency: 60 } },
  },
  { name: 'axios', package: 'axios', className: 'Axios', server: 'http', cells: HTTP },
  { name: 'got', package: 'got', className: 'GotClient', server: 'http', cells: HTTP },
];
