/**
 * Switches for the libraries whose requests are recorded. A library that is not named is on. An object means `true`.
 *
 * @publicApi
 */
export interface LibrariesOptions {
  /** Requests of `fetch` and of the package `undici`. */
  undici?: boolean | object;
  /** Requests of `node:http` and `node:https`, and of the clients that use them: axios, got, the AWS SDK. */
  'node-http'?: boolean | object;
  /** Requests of `node:http2` and of gRPC's clients, on Node 22 and later. */
  'node-http2'?: boolean | object;
  /** Names for the requests of the AWS SDK 3, which `node-http` records: `S3 PutObject reports`. */
  'aws-sdk'?: boolean | object;
  /** Names for the requests of `@elastic/elasticsearch`, which `undici` records: `Elasticsearch search orders`. */
  elasticsearch?: boolean | object;
  /** Commands of the package `ioredis`, 5.11 and later. */
  ioredis?: boolean | object;
  /**
   * Commands of node-redis, the packages `redis` and `@redis/client`, 5.12 and later. Queued tasks of its pools run in the
   * execution that queued them.
   */
  redis?: boolean | object;
  /** Statements of `pg`, and the waits for connections of its pools. */
  pg?: boolean | object;
  /** Statements of `postgres` (postgres.js). */
  postgres?: boolean | object;
  /** Statements of mysql2, and the waits for a connection of its pools. */
  mysql2?: boolean | object;
  /** Statements of `node:sqlite`, on Node 26 and later. */
  'node-sqlite'?: boolean | object;
  /** Calls of mongoose. */
  mongoose?: boolean | object;
  /** Queries of TypeORM. */
  typeorm?: boolean | object;
  /** Queries of Prisma 7. */
  prisma?: boolean | object;
  /** Queries of Knex, and waits for a connection of its pool. */
  knex?: boolean | object;
  /** Queries of Sequelize 6, and waits for a connection of its pool. */
  sequelize?: boolean | object;
  /** Messages that clients of `@nestjs/microservices` send, over all transports but gRPC. */
  microservices?: boolean | object;
  /** Jobs that queues and flow producers of BullMQ add. */
  bullmq?: boolean | object;
  /**
   * Requests of further libraries, by the client spans of OpenTelemetry's instrumentations. The SDK needs the
   * `MonitorSpanProcessor` of `nestjs-performance-monitor/opentelemetry`.
   */
  opentelemetry?: boolean | object;
}
