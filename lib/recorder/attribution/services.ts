import { socketAddress } from '../../model/format/socket-address.js';
import type { WakeCause, WakeKind } from './wake-cause.interface.js';

type Service = readonly [WakeKind, string];

/** Well-known ports, from IANA's registry of service names and the servers' documentation. */
const BY_PORT: Record<number, Service> = {
  53: ['dns', 'DNS'],
  80: ['http', 'HTTP'],
  443: ['http', 'HTTPS'],
  1433: ['database', 'SQL Server'],
  1521: ['database', 'Oracle'],
  1883: ['network', 'MQTT'],
  3306: ['database', 'MySQL'],
  4222: ['network', 'NATS'],
  5432: ['database', 'PostgreSQL'],
  5672: ['network', 'AMQP'],
  6379: ['cache', 'Redis'],
  9042: ['database', 'Cassandra'],
  9092: ['network', 'Kafka'],
  9200: ['database', 'Elasticsearch'],
  11211: ['cache', 'Memcached'],
  27017: ['database', 'MongoDB'],
};

/** Usual names of Unix sockets, from the servers' and distributions' default settings. */
const BY_FILE: readonly (readonly [RegExp, Service])[] = [
  [/^\.s\.PGSQL\.\d+$/, ['database', 'PostgreSQL']],
  [/^(mysql|mariadb)\w*(\.sock)?$/i, ['database', 'MySQL']],
  [/^(redis|valkey)(-server|[-_]?\d+)?\.sock$/, ['cache', 'Redis']],
  [/^memcached?\.sock$/, ['cache', 'Memcached']],
  [/^mongodb-\d+\.sock$/, ['database', 'MongoDB']],
];

/** Longer than a path of a Unix socket can be, and shorter than one of a Windows pipe. */
const MAX_PATH = 120;

/** The cause of a connection to this host and port. @internal */
export function peerAt(address: string, port: number): WakeCause {
  const [on, service] = BY_PORT[port] ?? (['network', 'TCP'] as const);
  return { on, label: `${socketAddress(address, port)} (${service})` };
}

/** The cause of a connection to this Unix socket, or to this named pipe of Windows. @internal */
export function peerAtPath(path: string): WakeCause {
  const [on, service] = serviceOf(path);
  // Linux has names outside the file system, which begin with a null byte. Its tools write `@`.
  return { on, label: `${path.replace(/^\0/, '@').slice(0, MAX_PATH)} (${service})` };
}

function serviceOf(path: string): Service {
  const file = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  for (const [name, service] of BY_FILE) if (name.test(file)) return service;
  return path.startsWith('\\\\') ? ['network', 'named pipe'] : ['network', 'Unix socket'];
}
