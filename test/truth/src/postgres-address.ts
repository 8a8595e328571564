import { dirname } from 'node:path';
import type { Address } from './servers.js';

/** Host and port, as `pg` expects them: the host of a Unix socket is its directory. */
export function postgresAddress({ host, port, socketPath }: Address): { host: string; port: number } {
  return { host: socketPath === undefined ? host : dirname(socketPath), port };
}
