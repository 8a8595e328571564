import { describe, expect, it } from '@jest/globals';
import { SharedQueues } from '../../../../../lib/instrumentation/libraries/ioredis/shared-queues.js';

const server = (serverPort: number): { serverAddress: string; serverPort: number } => ({
  serverAddress: 'cache',
  serverPort,
});

/** Runs in a callback of `setImmediate()`. */
const inImmediate = <T>(work: () => T): Promise<T> =>
  new Promise(resolve => {
    setImmediate(() => resolve(work()));
  });

describe('SharedQueues', () => {
  it('holds no command that is sent by the application', () => {
    expect(new SharedQueues().mayHold(server(1))).toBe(false);
  });

  it('may hold commands to a server while a connection to it is opened', () => {
    const queues = new SharedQueues();
    const connection = server(1);
    queues.connects(connection);
    expect([queues.mayHold(server(1)), queues.mayHold(server(2))]).toEqual([true, false]);
    queues.connected(connection);
    expect(queues.mayHold(server(1))).toBe(false);
  });

  it('may hold a command that an immediate sends', async () => {
    const queues = new SharedQueues();
    expect(await inImmediate(() => queues.mayHold(server(1)))).toBe(true);
    expect(queues.mayHold(server(1))).toBe(false);
  });

  it('may hold every command to a server after an automatic pipeline to it', async () => {
    const queues = new SharedQueues();
    await new Promise<void>(resolve => {
      setImmediate(function executeAutoPipeline() {
        queues.mayHold(server(1));
        resolve();
      });
    });
    expect([queues.mayHold(server(1)), queues.mayHold(server(2))]).toEqual([true, false]);
  });

  it('keeps a bounded number of connections and servers, and doubts every command from then on', async () => {
    const queues = new SharedQueues();
    for (let port = 0; port < 300; port++) queues.connects(server(port));
    const { connecting } = queues as unknown as { connecting: Set<unknown> };
    expect(connecting.size).toBe(100);
    expect(queues.mayHold(server(999))).toBe(true);
    const others = new SharedQueues();
    await new Promise<void>(resolve => {
      setImmediate(function executeAutoPipeline() {
        for (let port = 0; port < 300; port++) others.mayHold(server(port));
        resolve();
      });
    });
    expect((others as unknown as { pipelining: Set<unknown> }).pipelining.size).toBe(100);
    expect(others.mayHold(server(999))).toBe(true);
  });
});
