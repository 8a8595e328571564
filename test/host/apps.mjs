// The applications of the matrix: a file of `apps/` each.

/**
 * @typedef {object} HostApp
 * @property {string} name the file's name; with `preload`, `<name>.preload` is loaded before it
 * @property {string[]} adapters
 * @property {string[]} [nests] 12 unless told otherwise
 * @property {string} [node] the oldest major that its packages run on
 * @property {boolean} [redis]
 * @property {boolean} [preload]
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
];
