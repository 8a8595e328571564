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
    const [postgres, mariadb, redis, http] = await Promise.all([
      DatabaseServer.postgres(),
      DatabaseServer.mariadb(),
      RedisServer.start(),
      EndpointServer.start(),
    ]);
    const servers = new RealServers(
      {
        postgres: { host: HOST, port: postgres.port, socketPath: postgres.socket },
        mariadb: { host: HOST, port: mariadb.port, socketPath: mariadb.socket },
        redis: { host: HOST, port: redis.port, socketPath: redis.socket },
        http: { host: HOST, port: http.port },
      },
      [() => postgres.stop(), () => mariadb.stop(), () => redis.dispose(), () => http.stop()],
    );
    try {
      const { addresses } = servers;
      await Promise.all([fillPostgres(addresses.postgres), fillMariadb(addresses.mariadb), fillRedis(addresses.redis)]);
    } catch (error) {
      await servers.stop();
      throw error;
    }
    return servers;
  }

  async stop(): Promise<void> {
    await Promise.all(this.stops.map(stop => stop()));
  }
}
