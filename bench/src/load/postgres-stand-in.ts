import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** One column of one row, in PostgreSQL's text format. */
const ROW = [
  message(
    'T',
    Buffer.concat([int16(1), Buffer.from('price\0'), int32(0), int16(0), int32(25), int16(-1), int32(-1), int16(0)]),
  ),
  message('D', Buffer.concat([int16(1), int32(4), Buffer.from('1999')])),
  message('C', Buffer.from('SELECT 1\0')),
];
const READY = message('Z', Buffer.from('I'));
const GREETING = Buffer.concat([message('R', int32(0)), READY]);
const SIMPLE_REPLY = Buffer.concat([...ROW, READY]);
const EXTENDED_REPLY = Buffer.concat([message('1'), message('2'), ...ROW, READY]);

/**
 * Speaks enough of PostgreSQL's protocol to answer each statement with one row, at once. It runs in the benchmark's own
 * process: no figure contains the CPU time of that.
 */
export class PostgresStandIn {
  private constructor(
    private readonly server: Server,
    readonly port: number,
  ) {}

  static async start(): Promise<PostgresStandIn> {
    const server = createServer({ noDelay: true }, serve);
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
    server.unref();
    return new PostgresStandIn(server, (server.address() as AddressInfo).port);
  }

  stop(): void {
    this.server.close();
  }
}

function serve(socket: Socket): void {
  let rest = Buffer.alloc(0);
  let isGreeted = false;
  socket.on('error', () => socket.destroy());
  socket.on('data', (data: Buffer) => {
    rest = Buffer.concat([rest, data]);
    for (;;) {
      // The first message has no letter in front of its length.
      const head = isGreeted ? 1 : 0;
      if (rest.length < head + 4) return;
      const end = head + rest.readInt32BE(head);
      if (rest.length < end) return;
      const kind = isGreeted ? String.fromCharCode(rest[0] ?? 0) : 'greeting';
      rest = rest.subarray(end);
      isGreeted = true;
      if (kind === 'greeting') socket.write(GREETING);
      else if (kind === 'Q') socket.write(SIMPLE_REPLY);
      else if (kind === 'S') socket.write(EXTENDED_REPLY);
      else if (kind === 'X') socket.end();
    }
  });
}

function message(kind: string, content: Buffer = Buffer.alloc(0)): Buffer {
  return Buffer.concat([Buffer.from(kind), int32(content.length + 4), content]);
}

function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(value);
  return bytes;
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}
