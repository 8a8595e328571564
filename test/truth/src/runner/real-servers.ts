import { DatabaseServer } from '../../../services/support/database-server.js';
import { RedisServer } from '../../../services/support/redis-server.js';
import type { Servers } from '../servers.js';
import { EndpointServer } from './endpoint-server.js';
import { fillMariadb, fillPostgres, fillRedis } from './fill.js';

const HOST = '127.0.0.1';

/** PostgreSQL, MariaDB, Redis and an HTTP server, on free ports and with their data. */
export class RealServers {
  private constructor(
    readonly addresses: Servers,
    private readonly stops: readonly (() => Promise<void>)[],
  ) {}

  static async start(): Promise<RealServers> {
    const stops: (() => Promise<void>)[] = [];
    try {
      // One after another: the set-up of a database blocks this process, and the start of the others has a time limit.
      const redis = await RedisServer.start();
      stops.push(() => redis.dispose());
      const http = await EndpointServer.start();
      stops.push(() => http.stop());
      const postgres = await DatabaseServer.postgres();
      stops.push(() => postgres.stop());
      const mariadb = await DatabaseServer.mariadb();
      stops.push(() => mariadb.stop());
      const servers = new RealServers(
        {
          postgres: { host: HOST, port: postgres.port, socketPath: postgres.socket },
          mariadb: { host: HOST, port: mariadb.port, socketPath: mariadb.socket },
          redis: { host: HOST, port: redis.port, socketPath: redis.socket },
          http: { host: HOST, port: http.port },
        },
        stops,
      );
      const { addresses } = servers;
      await Promise.all([fillPostgres(addresses.postgres), fillMariadb(addresses.mariadb), fillRedis(addresses.redis)]);
      return servers;
    } catch (error) {
      await Promise.all(stops.map(stop => stop()));
      throw error;
    }
  }

  async stop(): Promise<void> {
    await Promise.all(this.stops.map(stop => stop()));
  }
}
