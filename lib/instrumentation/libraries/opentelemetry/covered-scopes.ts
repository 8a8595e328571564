import type { LibraryName } from '../libraries.options.js';
import type { ClientSpan } from './client-span.interface.js';

const OFFICIAL = '@opentelemetry/instrumentation-';

/** The library that records the same requests. Those of a package that uses another one's connections are its requests, too. */
const BY_SCOPE = new Map<string, LibraryName>([
  [`${OFFICIAL}http`, 'node-http'],
  [`${OFFICIAL}aws-sdk`, 'node-http'],
  [`${OFFICIAL}undici`, 'undici'],
  ['@elastic/transport', 'undici'],
  [`${OFFICIAL}pg`, 'pg'],
  [`${OFFICIAL}mysql2`, 'mysql2'],
  [`${OFFICIAL}ioredis`, 'ioredis'],
  [`${OFFICIAL}redis`, 'redis'],
  [`${OFFICIAL}redis-4`, 'redis'],
  [`${OFFICIAL}mongoose`, 'mongoose'],
  [`${OFFICIAL}mongodb`, 'mongoose'],
  [`${OFFICIAL}knex`, 'knex'],
  [`${OFFICIAL}typeorm`, 'typeorm'],
  ['@prisma/instrumentation', 'prisma'],
  ['opentelemetry-instrumentation-sequelize', 'sequelize'],
]);

/** The library of this package that may record the request of a span, too. @internal */
export function coveringLibrary({ instrumentationScope, instrumentationLibrary }: ClientSpan): LibraryName | undefined {
  return BY_SCOPE.get((instrumentationScope ?? instrumentationLibrary)?.name ?? '');
}
