import { AsyncResource } from 'node:async_hooks';
import { openUnixSockets } from '../../platform/open-unix-sockets.js';

/** Connections whose paths are remembered, for those that no execution has used so far. */
export const MAX_CONNECTED = 1_024;

/** The members in use of a native handle. */
interface Handle {
  readonly fd?: unknown;
  /** The handle below a TLS layer. */
  readonly _parent?: object;
  getAsyncId?(): number;
}

/**
 * The paths of Unix sockets. Neither a socket nor its handle has the path. Only the request to connect has it, once.
 *
 * @internal
 */
export class UnixSockets {
  /** By the async ids of the handles, in the order of their connecting. */
  private readonly connected = new Map<number, string>();
  /** Sockets from before the first start of the hooks, by file descriptor. */
  private earlier: ReadonlyMap<number, string> | undefined;
  /** Handles from before the hooks have smaller async ids. */
  private firstId = 0;

  /**
   * Called when the hooks start: finds the sockets whose connecting was not observed. Only at the first start: a restart
   * may happen under load, where worker threads are busy.
   */
  start(): void {
    if (this.earlier !== undefined) return;
    this.earlier = openUnixSockets();
    this.firstId = new AsyncResource('PerformanceMonitor').asyncId();
  }

  /** Called in the `before` hook of a request to connect. Its trigger is the socket's handle. */
  add(handleId: number, { address }: { readonly address?: unknown }): void {
    const { connected } = this;
    if (typeof address !== 'string') return;
    connected.set(handleId, address);
    if (connected.size <= MAX_CONNECTED) return;
    for (const oldest of connected.keys()) return void connected.delete(oldest);
  }

  /** The path at the other end of this handle; `undefined` for other handles, and for pipes between processes. */
  pathOf(handle: Handle): string | undefined {
    const pipe = (handle._parent ?? handle) as Handle;
    if (pipe.constructor.name !== 'Pipe' || typeof pipe.getAsyncId !== 'function') return undefined;
    const id = pipe.getAsyncId();
    const path = this.connected.get(id);
    if (path !== undefined || id > this.firstId) return path;
    return typeof pipe.fd === 'number' ? this.earlier?.get(pipe.fd) : undefined;
  }
}
