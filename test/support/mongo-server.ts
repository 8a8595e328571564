import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { mongo } from 'mongoose';

const { BSON } = mongo;
type Document = Record<string, unknown>;

/** Operation codes of the protocol. */
const OP_REPLY = 1;
const OP_QUERY = 2004;
const OP_MSG = 2013;
const HEADER = 16;
const DOCUMENT = 0;

const HELLO: Document = {
  ismaster: true,
  isWritablePrimary: true,
  helloOk: true,
  maxBsonObjectSize: 16_777_216,
  maxMessageSizeBytes: 48_000_000,
  maxWriteBatchSize: 100_000,
  logicalSessionTimeoutMinutes: 30,
  minWireVersion: 0,
  maxWireVersion: 21,
  readOnly: false,
  ok: 1,
};

/**
 * The part of MongoDB's protocol that a driver needs for single commands, without data. A command on the collection
 * `alias_bad` is refused. A member `ms` of a filter delays the answer.
 */
export class MongoServer {
  /** Names of the commands that it has received, without those of the driver itself. */
  readonly commands: string[] = [];
  private readonly sockets = new Set<Socket>();
  private readonly server: Server = createServer(socket => this.accept(socket));

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  listen(): Promise<void> {
    return new Promise(resolve => this.server.listen(0, '127.0.0.1', resolve));
  }

  close(): Promise<unknown> {
    for (const socket of this.sockets) socket.destroy();
    return new Promise(resolve => this.server.close(resolve));
  }

  private accept(socket: Socket): void {
    this.sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => this.sockets.delete(socket));
    let received = Buffer.alloc(0);
    socket.on('data', data => {
      received = Buffer.concat([received, data]);
      while (received.length >= HEADER && received.length >= received.readInt32LE(0)) {
        const length = received.readInt32LE(0);
        this.answer(socket, received.subarray(0, length));
        received = received.subarray(length);
      }
    });
  }

  private answer(socket: Socket, message: Buffer): void {
    const [id, code] = [message.readInt32LE(4), message.readInt32LE(12)];
    if (code === OP_QUERY) {
      // Flags, a cursor of 8 bytes, the first place, and the number of documents.
      const head = Buffer.alloc(20);
      head.writeInt32LE(1, 16);
      socket.write(frame(OP_REPLY, id, [head, BSON.serialize(HELLO)]));
    } else if (code === OP_MSG && message[HEADER + 4] === DOCUMENT) {
      const from = HEADER + 5;
      const command = BSON.deserialize(message.subarray(from, from + message.readInt32LE(from)));
      const { reply, ms } = this.replyTo(command);
      const send = (): void =>
        void (socket.destroyed || socket.write(frame(OP_MSG, id, [Buffer.alloc(5), BSON.serialize(reply)])));
      if (ms > 0) setTimeout(send, ms);
      else send();
    }
  }

  private replyTo(command: Document): { reply: Document; ms: number } {
    const [name = ''] = Object.keys(command);
    if (name === 'hello' || name === 'ismaster') return { reply: HELLO, ms: 0 };
    if (name === 'endSessions' || name === 'ping') return { reply: { ok: 1 }, ms: 0 };
    this.commands.push(name);
    if (command[name] === 'alias_bad') return { reply: { ok: 0, errmsg: 'refused', code: 2 }, ms: 0 };
    const { ms = 0 } = (command.filter ?? {}) as { ms?: number };
    const cursor = { firstBatch: [], id: BSON.Long.ZERO, ns: `shop.${String(command[name])}` };
    return { reply: { cursor, n: 1, nModified: 1, ok: 1 }, ms };
  }
}

function frame(code: number, responseTo: number, parts: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  const header = Buffer.alloc(HEADER);
  header.writeInt32LE(HEADER + body.length, 0);
  header.writeInt32LE(responseTo, 8);
  header.writeInt32LE(code, 12);
  return Buffer.concat([header, body]);
}
