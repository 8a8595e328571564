import {
  createConnection,
  createServer,
  type AddressInfo,
  type NetConnectOpts,
  type Server,
  type Socket,
} from 'node:net';

interface Query {
  readonly text: string;
  readonly onRows: (rows: string[], isLast: boolean) => void;
}

/**
 * Answers `<ms> <rows>` with so many lines and `.` after so long; `<ms> <rows> <pieces>` in so many pieces, each after so
 * long and followed by `,`.
 */
export class LineServer {
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();

  constructor() {
    this.server = createServer(socket => {
      this.sockets.add(socket.setNoDelay());
      socket.on('data', data => {
        for (const line of data.toString().split('\n').slice(0, -1)) void reply(socket, line);
      });
      socket.on('error', () => undefined);
    });
  }

  async listen(): Promise<number> {
    await new Promise<void>(resolve => this.server.listen(0, '127.0.0.1', resolve));
    return (this.server.address() as AddressInfo).port;
  }

  async listenAt(path: string): Promise<void> {
    await new Promise<void>(resolve => this.server.listen(path, resolve));
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise(resolve => this.server.close(resolve));
  }
}

async function reply(socket: Socket, line: string): Promise<void> {
  const [ms = 0, rows = 0, pieces = 1] = line.split(' ').map(Number);
  for (let i = 1; i <= pieces; i += 1) {
    await new Promise(resolve => setTimeout(resolve, ms));
    socket.write(`${'row\n'.repeat(rows)}${i === pieces ? '.' : ','}\n`);
  }
}

/** One connection as a driver has it: its callbacks run in the context of whoever opened it. */
class LineConnection {
  private readonly queue: Query[] = [];
  private readonly socket: Socket;
  private rest = '';
  private rows: string[] = [];

  constructor(target: NetConnectOpts, onPiece: () => void) {
    this.socket = createConnection(target).setNoDelay();
    this.socket.on('error', () => undefined);
    this.socket.on('data', data => {
      onPiece();
      const lines = `${this.rest}${data.toString()}`.split('\n');
      this.rest = lines.pop() ?? '';
      for (const line of lines) this.readLine(line);
    });
  }

  send(query: Query): void {
    this.queue.push(query);
    this.socket.write(`${query.text}\n`);
  }

  destroy(): void {
    this.socket.destroy();
  }

  private readLine(line: string): void {
    if (line === 'row') return void this.rows.push(line);
    const { rows } = this;
    this.rows = [];
    const query = line === '.' ? this.queue.shift() : this.queue[0];
    query?.onRows(rows, line === '.');
  }
}

/**
 * A pool as drivers have it: a free connection's query begins in a tick of the caller's context, a queued one's in that of
 * whoever gave the connection back; a cursor hands on its rows by an immediate.
 */
export class LinePool {
  private readonly free: LineConnection[] = [];
  private readonly all: LineConnection[] = [];
  private readonly pending: ((connection: LineConnection) => void)[] = [];
  port = 0;
  /** Of a Unix socket, in place of the port. */
  path = '';
  max = 4;
  /** Stands for taking a reply apart, for each piece that comes. */
  onPiece: () => void = () => undefined;

  /** There is a connection, and nobody uses one. */
  get isIdle(): boolean {
    return this.all.length > 0 && this.free.length === this.all.length;
  }

  query(text: string): Promise<string[]> {
    return new Promise(resolve =>
      this.checkOut(connection =>
        connection.send({
          text,
          onRows: rows => {
            this.release(connection);
            resolve(rows);
          },
        }),
      ),
    );
  }

  /** Reads the pieces of one reply, each of which is handed on by an immediate. */
  async *cursor(text: string): AsyncGenerator<string[]> {
    const connection = await new Promise<LineConnection>(resolve => this.checkOut(resolve));
    const read: { rows: string[]; isLast: boolean }[] = [];
    let wake: () => void = () => undefined;
    connection.send({
      text,
      onRows: (rows, isLast) =>
        void setImmediate(() => {
          read.push({ rows, isLast });
          wake();
        }),
    });
    for (;;) {
      const piece = read.shift();
      if (piece === undefined) await new Promise<void>(resolve => (wake = resolve));
      else {
        yield piece.rows;
        if (piece.isLast) break;
      }
    }
    this.release(connection);
  }

  close(): void {
    for (const connection of this.all.splice(0)) connection.destroy();
    this.free.length = 0;
  }

  private checkOut(use: (connection: LineConnection) => void): void {
    const connection = this.free.pop() ?? this.open();
    if (connection === undefined) this.pending.push(use);
    else process.nextTick(use, connection);
  }

  private open(): LineConnection | undefined {
    if (this.all.length >= this.max) return undefined;
    const target = this.path === '' ? { host: '127.0.0.1', port: this.port } : { path: this.path };
    const connection = new LineConnection(target, () => this.onPiece());
    this.all.push(connection);
    return connection;
  }

  private release(connection: LineConnection): void {
    this.free.push(connection);
    process.nextTick(() => {
      const next = this.pending.length === 0 ? undefined : this.free.pop();
      if (next !== undefined) this.pending.shift()?.(next);
    });
  }
}
