import { COMMANDS, DATABASE, HTTP, LOCK, POOL, SHOWS_POOL, type Cells } from './expectations.js';
import type { ServerName } from './servers.js';
import { ORMS, withStatements, WRITTEN, WRITTEN_FOR_MYSQL } from './statements.js';

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
  { name: 'pg', package: 'pg', className: 'Pg', server: 'postgres', cells: withStatements(SHOWS_POOL, WRITTEN) },
  {
    name: 'postgres',
    package: 'postgres',
    className: 'PostgresJs',
    server: 'postgres',
    // It shows no pool: a statement waits behind those of its connection.
    cells: {
      ...withStatements(DATABASE, WRITTEN),
      pool: { ...DATABASE.pool, kinds: ['io', 'pool-wait'], operation: WRITTEN.sleep },
    },
  },
  {
    name: 'mysql2',
    package: 'mysql2',
    className: 'Mysql2',
    server: 'mariadb',
    cells: withStatements({ ...DATABASE, pool: POOL, lock: { ...DATABASE.lock, ...LOCK } }, WRITTEN_FOR_MYSQL),
  },
  { name: 'mariadb', package: 'mariadb', className: 'MariadbConnector', server: 'mariadb', cells: DATABASE },
  {
    name: 'ioredis',
    package: 'ioredis',
    className: 'Ioredis',
    server: 'redis',
    // One connection for all: its commands are sent at once and answered one after another.
    cells: { ...COMMANDS, parallel: { ...COMMANDS.parallel, concurrency: 60 } },
  },
  { name: 'node-redis', package: 'redis', className: 'NodeRedis', server: 'redis', cells: { ...COMMANDS, pool: POOL } },
  {
    name: 'typeorm',
    package: 'typeorm',
    className: 'Typeorm',
    server: 'postgres',
    cells: withStatements({ ...DATABASE, pool: POOL }, ORMS.typeorm),
  },
  {
    name: 'prisma',
    package: '@prisma/client',
    className: 'Prisma7',
    server: 'postgres',
    cells: withStatements({ ...DATABASE, pool: POOL }, ORMS.prisma),
  },
  {
    name: 'knex',
    package: 'knex',
    className: 'KnexBuilder',
    server: 'postgres',
    cells: withStatements({ ...DATABASE, pool: POOL }, ORMS.knex),
  },
  {
    name: 'drizzle',
    package: 'drizzle-orm',
    className: 'Drizzle',
    server: 'postgres',
    cells: withStatements({ ...DATABASE, pool: POOL }, ORMS.drizzle),
  },
  {
    name: 'mikroorm',
    package: '@mikro-orm/postgresql',
    className: 'Mikroorm',
    server: 'postgres',
    cells: withStatements({ ...DATABASE, pool: POOL }, ORMS.mikroorm),
  },
  {
    name: 'sequelize',
    package: 'sequelize',
    className: 'Sequelize6',
    server: 'postgres',
    cells: withStatements({ ...DATABASE, pool: POOL }, ORMS.sequelize),
  },
  {
    name: 'fetch',
    className: 'NodeFetch',
    server: 'http',
    // By default it opens a connection for each request. The queue of an agent with a limit hides the requests in it.
    cells: { ...HTTP, parallel: { ...HTTP.parallel, concurrency: 60 }, pool: { ...HTTP.pool, kinds: ['io'] } },
  },
  { name: 'axios', package: 'axios', className: 'Axios', server: 'http', cells: HTTP },
  { name: 'got', package: 'got', className: 'GotClient', server: 'http', cells: HTTP },
];
