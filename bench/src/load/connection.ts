import { connect, type Socket } from 'node:net';

const HEAD_END = Buffer.from('\r\n\r\n');
const STATUS_OK = /^HTTP\/1\.1 2\d\d /;
const CONTENT_LENGTH = /\r\ncontent-length: (\d+)/i;

/**
 * A keep-alive connection with one pending request at a time, on a bare socket. An HTTP client needs more CPU time than
 * the measured server, and would be the bottleneck.
 */
export class Connection {
  private head: Buffer = Buffer.alloc(0);
  private bodyLeft = -1;
  private next = 0;
  private pending: { resolve(): void; reject(error: Error): void } | undefined;

  private constructor(
    private readonly socket: Socket,
    private readonly requests: readonly Buffer[],
  ) {
    socket.on('data', (data: Buffer) => this.read(data));
    socket.on('error', error => this.fail(error));
    socket.on('close', () => this.fail(new Error('the server closed the connection')));
  }

  /** @param paths requested one after another, repeatedly */
  static async open(port: number, paths: readonly string[]): Promise<Connection> {
    const socket = connect(port, '127.0.0.1').setNoDelay();
    await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
    return new Connection(
      socket,
      paths.map(path => Buffer.from(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: application/json\r\n\r\n`)),
    );
  }

  /** Sends the request and waits for the whole response. */
  async exchange(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.pending = { resolve, reject };
      this.socket.write(this.requests[this.next] ?? '');
      this.next = (this.next + 1) % this.requests.length;
    });
  }

  close(): void {
    this.pending = undefined;
    this.socket.destroy();
  }

  private read(data: Buffer): void {
    if (this.bodyLeft >= 0) {
      this.bodyLeft -= data.length;
    } else {
      const head = this.head.length === 0 ? data : Buffer.concat([this.head, data]);
      const end = head.indexOf(HEAD_END);
      if (end < 0) {
        this.head = head;
        return;
      }
      this.head = Buffer.alloc(0);
      this.bodyLeft = bodyLength(head.toString('latin1', 0, end)) - (head.length - end - HEAD_END.length);
    }
    if (this.bodyLeft <= 0) this.done();
  }

  private done(): void {
    this.bodyLeft = -1;
    const { pending } = this;
    this.pending = undefined;
    pending?.resolve();
  }

  private fail(error: Error): void {
    this.pending?.reject(error);
    this.pending = undefined;
  }
}

function bodyLength(head: string): number {
  const length = CONTENT_LENGTH.exec(head)?.[1];
  if (!STATUS_OK.test(head) || length === undefined)
    throw new Error(`not a response of the benchmark's application:\n${head}`);
  return Number(length);
}
