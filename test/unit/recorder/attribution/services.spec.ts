import { describe, expect, it } from '@jest/globals';
import { peerAtPath } from '../../../../lib/recorder/attribution/services.js';

describe('peerAtPath', () => {
  it.each([
    ['/var/run/postgresql/.s.PGSQL.5432', 'database', 'PostgreSQL'],
    ['/cloudsql/shop:europe-west1:main/.s.PGSQL.5433', 'database', 'PostgreSQL'],
    ['/tmp/mysql.sock', 'database', 'MySQL'],
    ['/var/run/mysqld/mysqld.sock', 'database', 'MySQL'],
    ['/var/run/mysqld/mysqlx.sock', 'database', 'MySQL'],
    ['/run/mariadb.sock', 'database', 'MySQL'],
    ['\\\\.\\pipe\\MySQL80', 'database', 'MySQL'],
    ['/tmp/redis.sock', 'cache', 'Redis'],
    ['/var/run/redis/redis-server.sock', 'cache', 'Redis'],
    ['/var/run/redis/redis_6380.sock', 'cache', 'Redis'],
    ['/var/run/valkey/valkey.sock', 'cache', 'Redis'],
    ['/run/memcached.sock', 'cache', 'Memcached'],
    ['/tmp/mongodb-27017.sock', 'database', 'MongoDB'],
    ['/var/run/docker.sock', 'network', 'Unix socket'],
    ['/var/run/mysqld/exporter.sock', 'network', 'Unix socket'],
    ['/home/redis/app', 'network', 'Unix socket'],
    ['redis-cache.sock.old', 'network', 'Unix socket'],
    ['\\\\.\\pipe\\docker_engine', 'network', 'named pipe'],
  ])('names the service of %s', (path, on, service) => {
    expect(peerAtPath(path)).toEqual({ on, label: `${path} (${service})` });
  });

  it('writes names outside the file system as Linux tools do, and cuts long ones', () => {
    expect(peerAtPath('\0proxy').label).toBe('@proxy (Unix socket)');
    expect(peerAtPath(`/${'x'.repeat(500)}`).label.length).toBeLessThan(140);
  });
});
