import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createConnection } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from './free-port.js';

const MAX_START_MS = 10_000;

export interface Redis {
  readonly url: string;
  stop(): Promise<void>;
}

/** The Redis that `REDIS_URL` names, or one of its own for as long as the sample runs. */
export async function startRedis(): Promise<Redis> {
  const given = process.env.REDIS_URL;
  if (given) return { url: given, stop: async () => undefined };
  const port = await freePort();
  const options = ['--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const server = spawn('redis-server', ['--port', String(port), ...options], { stdio: 'ignore' });
  const failed = once(server, 'error').then(([error]: unknown[]) => {
    throw new Error('redis-server cannot be started: install it, or set REDIS_URL', { cause: error });
  });
  await Promise.race([failed, isUp(port)]);
  failed.catch(() => undefined);
  return {
    url: `redis://127.0.0.1:${port}`,
    stop: async () => {
      const exited = once(server, 'exit');
      server.kill();
      await exited;
    },
  };
}

async function isUp(port: number): Promise<void> {
  const deadline = performance.now() + MAX_START_MS;
  while (performance.now() < deadline) {
    if (await answers(port)) return;
    await delay(50);
  }
  throw new Error(`Redis did not start within ${MAX_START_MS} ms`);
}

function answers(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = createConnection(port, '127.0.0.1', () => socket.write('PING\r\n'));
    socket.once('error', () => resolve(false));
    socket.once('data', data => {
      socket.destroy();
      resolve(data.toString().startsWith('+PONG'));
    });
  });
}
