import { createServer, type AddressInfo, type Server } from 'node:net';

/**
 * Replaces a database: answers each line with a line, at once. It runs in the process of the benchmark, whose CPU time
 * does not count.
 */
export class LineServer {
  private constructor(
    private readonly server: Server,
    readonly port: number,
  ) {}

  static async start(): Promise<LineServer> {
    const server = createServer({ noDelay: true }, socket => {
      socket.on('data', data => socket.write(data));
      socket.on('error', () => socket.destroy());
    });
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
    server.unref();
    return new LineServer(server, (server.address() as AddressInfo).port);
  }

  stop(): void {
    this.server.close();
  }
}
