import { connect, type Socket } from 'node:net';

/** A connection opened outside all requests, as in the pool of a database driver: one reply for each line, in order. */
export class LineClient {
  private readonly waiting: (() => void)[] = [];
  private readonly socket: Socket;

  constructor(port: number) {
    this.socket = connect(port, '127.0.0.1').setNoDelay();
    this.socket.on('data', (data: Buffer) => {
      for (let i = 0; i < data.length; i += 2) this.waiting.shift()?.();
    });
  }

  /** Sends a line and waits for the reply. */
  async query(): Promise<void> {
    return new Promise(resolve => {
      this.waiting.push(resolve);
      this.socket.write('x\n');
    });
  }

  close(): void {
    this.socket.destroy();
  }
}
