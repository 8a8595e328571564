import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createConnection } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from './free-port.js';

const MAX_START_MS = 20_000;

export interface Redis {
  readonly host: string;
  readonly port: number;
  stop(): Promise<void>;
}

/** The Redis of `REDIS_URL`, or one that is started for the sample. */
export async function findRedis(): Promise<Redis> {
  const given = process.env.REDIS_URL;
  if (given) {
    const { hostname, port } = new URL(given);
    return { host: hostname, port: Number(port || 6379), stop: async () => undefined };
  }
  const port = await freePort();
  const server = spawn('redis-server', ['--port', String(port), '--save', ''], { stdio: 'ignore' });
  const exited = once(server, 'exit');
  exited.catch(() => undefined);
  const stop = async (): Promise<void> => {
    server.kill();
    await exited;
  };
  const deadline = performance.now() + MAX_START_MS;
  while (!(await accepts(port))) {
    if (performance.now() > deadline)
      throw new Error('redis-server did not start. Install it, or set REDIS_URL to a Redis that may be used.');
    await delay(50);
  }
  return { host: '127.0.0.1', port, stop };
}

function accepts(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = createConnection(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
