import type { LibraryName } from './libraries.options.js';
import type { LibraryClass } from './library.interface.js';
import { AwsSdkLibrary } from './aws-sdk/aws-sdk.library.js';
import { BullmqLibrary } from './bullmq/bullmq.library.js';
import { ElasticsearchLibrary } from './elasticsearch/elasticsearch.library.js';
import { IoredisLibrary } from './ioredis/ioredis.library.js';
import { KnexLibrary } from './knex/knex.library.js';
import { MicroservicesLibrary } from './microservices/microservices.library.js';
import { MongooseLibrary } from './mongoose/mongoose.library.js';
import { Mysql2Library } from './mysql2/mysql2.library.js';
import { NodeHttp2Library } from './node-http2/node-http2.library.js';
import { NodeHttpLibrary } from './node-http/node-http.library.js';
import { NodeSqliteLibrary } from './node-sqlite/node-sqlite.library.js';
import { OpenTelemetryLibrary } from './opentelemetry/opentelemetry.library.js';
import { PgLibrary } from './pg/pg.library.js';
import { PostgresLibrary } from './postgres/postgres.library.js';
import { PrismaLibrary } from './prisma/prisma.library.js';
import { RedisLibrary } from './redis/redis.library.js';
import { SequelizeLibrary } from './sequelize/sequelize.library.js';
import { TypeormLibrary } from './typeorm/typeorm.library.js';
import { UndiciLibrary } from './undici/undici.library.js';

/** The library of each name. @internal */
export const LIBRARIES: Readonly<Record<LibraryName, LibraryClass>> = {
  undici: UndiciLibrary,
  'node-http': NodeHttpLibrary,
  'node-http2': NodeHttp2Library,
  'aws-sdk': AwsSdkLibrary,
  elasticsearch: ElasticsearchLibrary,
  ioredis: IoredisLibrary,
  redis: RedisLibrary,
  pg: PgLibrary,
  postgres: PostgresLibrary,
  mysql2: Mysql2Library,
  'node-sqlite': NodeSqliteLibrary,
  mongoose: MongooseLibrary,
  typeorm: TypeormLibrary,
  prisma: PrismaLibrary,
  knex: KnexLibrary,
  sequelize: SequelizeLibrary,
  microservices: MicroservicesLibrary,
  bullmq: BullmqLibrary,
  opentelemetry: OpenTelemetryLibrary,
};
