// The applications of the matrix. Each is a file of `apps/`.

/**
 * @typedef {object} HostApp
 * @property {string} name name of the file
 * @property {string[]} adapters
 * @property {string[]} [nests] 12 by default
 * @property {number} [minNode] if its packages need a newer Node than the library
 * @property {boolean} [redis]
 */

const BOTH = ['express', 'fastify'];
const EXPRESS = ['express'];
const FASTIFY = ['fastify'];
const NESTS = ['12', '11'];

/** @type {HostApp[]} */
export const APPS = [
  { name: 'plain', adapters: BOTH, nests: NESTS },
  { name: 'graphql-apollo-code', adapters: BOTH, nests: NESTS },
  { name: 'graphql-apollo-schema', adapters: EXPRESS, nests: NESTS },
  { name: 'graphql-mercurius-code', adapters: FASTIFY, nests: NESTS },
  { name: 'graphql-mercurius-schema', adapters: FASTIFY, nests: NESTS },
  { name: 'websockets-ws', adapters: BOTH, nests: NESTS },
  { name: 'websockets-socketio', adapters: EXPRESS, nests: NESTS },
  { name: 'microservices', adapters: EXPRESS, nests: NESTS },
  { name: 'bullmq', adapters: EXPRESS, nests: NESTS, redis: true },
  { name: 'cqrs', adapters: EXPRESS, nests: NESTS },
  { name: 'commander', adapters: EXPRESS, nests: NESTS },
  { name: 'event-emitter', adapters: EXPRESS, nests: NESTS },
  { name: 'schedule', adapters: EXPRESS, nests: NESTS },
  { name: 'config', adapters: EXPRESS, nests: NESTS },
  { name: 'terminus', adapters: BOTH },
  { name: 'throttler', adapters: BOTH },
  { name: 'cache-manager', adapters: BOTH },
  { name: 'serve-static', adapters: BOTH },
  { name: 'swagger', adapters: BOTH, nests: NESTS },
  { name: 'passport', adapters: BOTH },
  { name: 'axios', adapters: EXPRESS },
  { name: 'typeorm', adapters: EXPRESS },
  { name: 'mongoose', adapters: EXPRESS },
  { name: 'observe', adapters: BOTH },
  { name: 'sentry', adapters: BOTH, nests: NESTS },
  { name: 'dd-trace', adapters: BOTH, minNode: 22 },
  { name: 'opentelemetry', adapters: EXPRESS, minNode: 22 },
  { name: 'pyroscope', adapters: EXPRESS },
  { name: 'cls', adapters: BOTH, minNode: 22 },
  { name: 'pino', adapters: BOTH, minNode: 22 },
];
