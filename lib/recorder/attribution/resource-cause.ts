import { constants } from 'node:http2';
import { http2SessionOf } from './http2-session.js';
import { peerAt, peerAtPath } from './services.js';
import type { WakeCause } from './wake-cause.interface.js';

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
  // Work of N-API, such as the hashes of bcrypt and argon2.
  Object: { on: 'threadpool', label: 'native addon' },
  MessagePort: { on: 'other', label: 'worker thread' },
  Worker: { on: 'other', label: 'worker thread' },
  Process: { on: 'other', label: 'child process' },
  UDP: { on: 'network', label: 'UDP' },
  SendWrap: { on: 'network', label: 'UDP' },
};

/** Node's crypto jobs, which run in the thread pool: `PBKDF2Job`, `ScryptJob` … */
const CRYPTO_JOB = /^(\w+?)Job$/;

/** The members of Node's handles and requests that lead to the peer. All are optional: they differ by version. */
interface Wire {
  readonly address?: unknown;
  readonly port?: unknown;
  readonly req?: {
    readonly socketPath?: unknown;
    readonly socket?: { readonly remoteAddress?: unknown; readonly remotePort?: unknown };
  };
  getpeername?(out: { address?: string; port?: number }): number;
}

/** The cause of all resources of this class; `undefined` when it depends on the instance. @internal */
export function causeOfClass(name: string): WakeCause | undefined {
  const job = CRYPTO_JOB.exec(name)?.[1];
  // Own properties only: a class can have the name `constructor`.
  const known = Object.hasOwn(BY_CLASS, name) ? BY_CLASS[name] : undefined;
  return known ?? (job === undefined ? undefined : { on: 'threadpool', label: `crypto ${job.toLowerCase()}` });
}

/**
 * The cause of one connection: its peer, by host and port or by path.
 *
 * @param path of the Unix socket, if the wire is one
 * @internal
 */
export function causeOfWire(wire: Wire, name: string, path: string | undefined): WakeCause {
  if (path !== undefined) return peerAtPath(path);
  const { address, port } = wire;
  if (typeof address === 'string' && typeof port === 'number') return peerAt(address, port);
  if (typeof address === 'string' && name === 'PipeConnectWrap') return peerAtPath(address);
  // A pipe between two processes.
  if (name === 'Pipe') return { on: 'other', label: 'pipe' };
  if (typeof wire.getpeername === 'function') {
    const out: { address?: string; port?: number } = {};
    if (wire.getpeername(out) === 0 && out.address !== undefined && out.port !== undefined)
      return peerAt(out.address, out.port);
    return { on: 'network', label: 'a closed connection' };
  }
  return causeOfRequest(wire.req) ?? causeOfSession(wire, name) ?? { on: 'other', label: name.slice(0, 60) || 'other' };
}

/** The cause of a request to another server. */
function causeOfRequest({ socket, socketPath }: NonNullable<Wire['req']> = {}): WakeCause | undefined {
  if (typeof socketPath === 'string') return { on: 'http', label: peerAtPath(socketPath).label };
  const { remoteAddress, remotePort } = socket ?? {};
  if (typeof remoteAddress !== 'string' || typeof remotePort !== 'number') return undefined;
  return { on: 'http', label: peerAt(remoteAddress, remotePort).label };
}

function causeOfSession(wire: Wire, name: string): WakeCause | undefined {
  const session = http2SessionOf(wire);
  if (session?.type === constants.NGHTTP2_SESSION_CLIENT) {
    const { remoteAddress = '', remotePort = 0 } = session.socket ?? {};
    return { on: 'http', label: peerAt(remoteAddress, remotePort).label };
  }
  const isServerSide = name.startsWith('HTTPServer') || session?.type === constants.NGHTTP2_SESSION_SERVER;
  return isServerSide ? { on: 'network', label: 'another client of this server' } : undefined;
}
