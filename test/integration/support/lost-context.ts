import { createConnection, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { once } from 'node:events';

type Callback = () => void;

/**
 * A client with one connection to a server that answers each question after a while. As database drivers do, it calls
 * back from the connection's own event: in the async context of whoever asked first.
 */
export class PooledClient {
  private socket: Socket | undefined;
  private readonly waiting: Callback[] = [];

  private constructor(private readonly server: Server) {}

  static async start(): Promise<PooledClient> {
    const server = createServer(socket => {
      socket.on('error', () => undefined);
      socket.on('data', asked => setTimeout(() => socket.writable && socket.write(asked), 10));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new PooledClient(server);
  }

  ask(callback: Callback): void {
    this.waiting.push(callback);
    this.connection().write('?');
  }

  stop(): void {
    this.socket?.destroy();
    this.server.close();
  }

  private connection(): Socket {
    if (this.socket !== undefined) return this.socket;
    const { port } = this.server.address() as AddressInfo;
    const socket = createConnection(port, '127.0.0.1');
    socket.on('data', answers => {
      for (let each = 0; each < answers.length; each += 1) this.waiting.shift()?.();
    });
    return (this.socket = socket);
  }
}

/** Work that is done by an interval which was started before any request: in no request's context. */
export class HomeMadeQueue {
  private readonly waiting: Callback[] = [];
  private readonly turns = setInterval(() => this.waiting.shift()?.(), 5);

  ask(callback: Callback): void {
    this.waiting.push(callback);
  }

  stop(): void {
    clearInterval(this.turns);
  }
}
