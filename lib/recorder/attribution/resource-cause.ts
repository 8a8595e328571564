import { constants } from 'node:http2';
import { socketAddress } from '../../model/format/socket-address.js';
import { http2SessionOf } from './http2-session.js';
import type { WakeCause, WakeKind } from './wake-cause.interface.js';

/** Well-known ports, from IANA's registry of service names and the servers' documentation. */
const SERVICES: Record<number, readonly [WakeKind, string]> = {
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

/** The cause of each class of async resources, where it is the same for all instances. */
const BY_CLASS: Record<string, WakeCause> = {
  Timeout: { on: 'timer', label: 'setTimeout' },
  Immediate: { on: 'other', label: 'setImmediate' },
  FSReqPromise: { on: 'fs', label: 'file system' },
  FSReqCallback: { on: 'fs', label: 'file system' },
  FileHandleCloseReq: { on: 'fs', label: 'file system' },
  FileHandle: { on: 'fs', label: 'file system' },
  StatWatcher: { on: 'fs', label: 'file watcher' },
  FSEvent: { on: 'fs', label: 'file watcher' },
  GetAddrInfoReqWrap: { on: 'dns', label: 'dns.lookup' },
  GetNameInfoReqWrap: { on: 'dns', label: 'dns.lookupService' },
  QueryReqWrap: { on: 'dns', label: 'dns.resolve' },
  Zlib: { on: 'threadpool', label: 'zlib' },
  BrotliEncoder: { on: 'threadpool', label: 'zlib' },
  BrotliDecoder: { on: 'threadpool', label: 'zlib' },
  ZstdCompress: { on: 'threadpool', label: 'zlib' },
  ZstdDecompress: { on: 'threadpool', label: 'zlib' },
  MessagePort: { on: 'other', label: 'worker thread' },
  Worker: { on: 'other', label: 'worker thread' },
  Process: { on: 'other', label: 'child process' },
  Object: { on: 'other', label: 'native addon' },
  Pipe: { on: 'other', label: 'pipe' },
  UDP: { on: 'network', label: 'UDP' },
  SendWrap: { on: 'network', label: 'UDP' },
};

/** Node's crypto jobs, which run in the thread pool: `PBKDF2Job`, `ScryptJob` … */
const CRYPTO_JOB = /^(\w+?)Job$/;

/** The members of Node's handles and requests that lead to the peer. All are optional: they differ by version. */
interface Wire {
  readonly address?: unknown;
  readonly port?: unknown;
  readonly req?: { readonly socket?: { readonly remoteAddress?: unknown; readonly remotePort?: unknown } };
  getpeername?(out: { address?: string; port?: number }): number;
}

/** The cause of all resources of this class; `undefined` when it depends on the instance. @internal */
export function causeOfClass(name: string): WakeCause | undefined {
  const job = CRYPTO_JOB.exec(name)?.[1];
  // Own properties only: a class can have the name `constructor`.
  const known = Object.hasOwn(BY_CLASS, name) ? BY_CLASS[name] : undefined;
  return known ?? (job === undefined ? undefined : { on: 'threadpool', label: `crypto ${job.toLowerCase()}` });
}

/** The cause of one connection: its peer, by host and port. @internal */
export function causeOfWire(wire: Wire, name: string): WakeCause {
  if (typeof wire.address === 'string' && typeof wire.port === 'number') return peer(wire.address, wire.port);
  if (typeof wire.getpeername === 'function') {
    const out: { address?: string; port?: number } = {};
    if (wire.getpeername(out) === 0 && out.address !== undefined && out.port !== undefined)
      return peer(out.address, out.port);
    return { on: 'network', label: 'a closed connection' };
  }
  const remote = wire.req?.socket;
  if (remote !== undefined && typeof remote.remoteAddress === 'string' && typeof remote.remotePort === 'number') {
    return { on: 'http', label: peer(remote.remoteAddress, remote.remotePort).label };
  }
  const session = http2SessionOf(wire);
  if (session?.type === constants.NGHTTP2_SESSION_CLIENT) {
    const { remoteAddress = '', remotePort = 0 } = session.socket ?? {};
    return { on: 'http', label: peer(remoteAddress, remotePort).label };
  }
  const isServerSide = name.startsWith('HTTPServer') || session?.type === constants.NGHTTP2_SESSION_SERVER;
  if (isServerSide) return { on: 'network', label: 'another client of this server' };
  return { on: 'other', label: name.slice(0, 60) || 'other' };
}

function peer(address: string, port: number): WakeCause {
  const [on, service] = SERVICES[port] ?? (['network', 'TCP'] as const);
  return { on, label: `${socketAddress(address, port)} (${service})` };
}
