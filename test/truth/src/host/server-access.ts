import type { Own, ServerName, Servers } from '../servers.js';

/** The servers of this run, and the data that this host's library may change. */
export class ServerAccess {
  constructor(
    private readonly all: Servers,
    readonly own: Own,
  ) {}

  /** @param unix whether the library connects through Unix sockets */
  servers(unix: boolean): Servers {
    const entries = Object.entries(this.all).map(([name, { host, port, socketPath }]) => [
      name,
      { host, port, ...(unix && { socketPath }) },
    ]);
    return Object.fromEntries(entries) as Record<ServerName, Servers[ServerName]>;
  }
}
