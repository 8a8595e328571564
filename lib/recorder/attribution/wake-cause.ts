import { constants } from 'node:http2';
import type { Execution } from '../../tracing/execution.js';
import { http2SessionOf } from './http2-wire.js';
import type { WakeCause, WakeKind } from '../recording.interface.js';
import { causeOf, CLIENT_CAUSE, MAX_CAUSES, nextWire, NO_CAUSE, type WakeNumber } from './wake-number.js';

const OTHER_CAUSE = 2;

/** Well-known ports: IANA's registry of service names and the servers' own documentation. */
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

/** What a resource of this class means when it wakes the loop. */
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

/** Node's crypto jobs, all of which run in the thread pool: `PBKDF2Job`, `ScryptJob` … */
const CRYPTO_JOB = /^(\w+?)Job$/;

/** The parts of Node's handles and requests that tell the other end. Each is optional: shapes differ by version. */
interface Wire {
  readonly socket?: unknown;
  readonly handle?: unknown;
  readonly address?: unknown;
  readonly port?: unknown;
  readonly req?: { readonly socket?: { readonly remoteAddress?: unknown; readonly remotePort?: unknown } };
  getpeername?(out: { address?: string; port?: number }): number;
}

/**
 * Names what ended a wait, from the async resource that woke the event loop. No driver is patched: a reply on a pooled
 * database connection wakes the loop through its socket, whose peer tells host and port.
 *
 * @internal
 */
export class WakeCauses {
  private readonly causes: WakeCause[] = [
    { on: 'other', label: '' },
    { on: 'client', label: 'client' },
    { on: 'other', label: 'other' },
  ];
  private readonly numbers = new Map<string, number>();
  /** Classes that mean the same whatever the instance. */
  private readonly byClass = new Map<unknown, number>();
  /** Connections: their own numbers, and their causes' once these are known. */
  private readonly byWire = new WeakMap<object, WakeNumber>();
  private lastWire: WakeNumber = 0;

  /** The cause of this number, or `undefined` when nothing is known. */
  get(number: number): WakeCause | undefined {
    return number === NO_CAUSE ? undefined : this.causes[number];
  }

  /** The number of what `resource` stands for, as `execution` sees it. Called on each resume after a wait. */
  numberOf(resource: object, execution: Execution): number {
    const known = this.byClass.get(resource.constructor);
    if (known !== undefined) return known;
    try {
      const wire = wireOf(resource);
      if (isOwnClient(wire, execution)) return CLIENT_CAUSE;
      return causeOf(this.byWire.get(wire) ?? NO_CAUSE) || causeOf(this.learn(resource, wire));
    } catch {
      // An error thrown inside an async hook ends the process.
      return OTHER_CAUSE;
    }
  }

  /** The same with the connection's own number. Of nobody's the cause is not asked for: each client's port would be one. */
  guessOf(resource: object, execution: Execution | undefined): WakeNumber {
    const known = this.byClass.get(resource.constructor);
    if (known !== undefined) return known;
    try {
      const wire = wireOf(resource);
      const number = this.byWire.get(wire) ?? this.numberWire(wire);
      return execution === undefined || causeOf(number) !== NO_CAUSE ? number : this.learn(resource, wire);
    } catch {
      return OTHER_CAUSE;
    }
  }

  /** Whether it is the execution's own client that woke the loop. */
  isClient(resource: object, execution: Execution): boolean {
    try {
      return isOwnClient(wireOf(resource), execution);
    } catch {
      return false;
    }
  }

  private numberWire(wire: object): WakeNumber {
    this.lastWire = nextWire(this.lastWire);
    this.byWire.set(wire, this.lastWire);
    return this.lastWire;
  }

  private learn(resource: object, wire: object): WakeNumber {
    const name = resource.constructor?.name ?? '';
    const ofClass = describeClass(name);
    const cause = this.intern(ofClass ?? describeWire(wire as Wire, name));
    if (ofClass !== undefined) {
      if (this.byClass.size < MAX_CAUSES) this.byClass.set(resource.constructor, cause);
      return cause;
    }
    const number = (this.byWire.get(wire) ?? this.numberWire(wire)) | cause;
    this.byWire.set(wire, number);
    return number;
  }

  private intern(cause: WakeCause): number {
    const key = `${cause.on} ${cause.label}`;
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    if (this.causes.length >= MAX_CAUSES) return OTHER_CAUSE;
    this.causes.push(cause);
    this.numbers.set(key, this.causes.length - 1);
    return this.causes.length - 1;
  }
}

/** A write is over in an instant, and there are many: what tells the other end is its connection. */
function wireOf(resource: Wire): object {
  const { handle } = resource;
  return typeof handle === 'object' && handle !== null ? handle : resource;
}

/** The request's parser, its socket's handle, or a handle of its HTTP/2 connection. */
function isOwnClient(wire: Wire, { transport }: Execution): boolean {
  const socket = transport?.socket;
  if (socket !== undefined) return wire.socket === socket || (socket as { _handle?: unknown })._handle === wire;
  const session = transport?.session;
  return session !== undefined && http2SessionOf(wire) === session;
}

function describeClass(name: string): WakeCause | undefined {
  const job = CRYPTO_JOB.exec(name)?.[1];
  // Own names only: a class can be called `constructor`.
  const known = Object.hasOwn(BY_CLASS, name) ? BY_CLASS[name] : undefined;
  return known ?? (job === undefined ? undefined : { on: 'threadpool', label: `crypto ${job.toLowerCase()}` });
}

function describeWire(wire: Wire, name: string): WakeCause {
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
  const isServers = name.startsWith('HTTPServer') || session?.type === constants.NGHTTP2_SESSION_SERVER;
  if (isServers) return { on: 'network', label: 'another client of this server' };
  return { on: 'other', label: name.slice(0, 60) || 'other' };
}

function peer(address: string, port: number): WakeCause {
  const host = address.startsWith('::ffff:') ? address.slice(7) : address;
  const [on, service] = SERVICES[port] ?? (['network', 'TCP'] as const);
  return { on, label: `${host.includes(':') ? `[${host}]` : host}:${port} (${service})` };
}
