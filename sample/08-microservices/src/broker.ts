import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createConnection } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from './free-port.js';

const MAX_START_MS = 20_000;

export interface Broker {
  readonly port: number;
  stop(): Promise<void>;
}

/**
 * The broker at its usual port, or one that is started for the sample.
 *
 * @param command absent for a broker that takes long to start
 * @returns `undefined` where there is none
 */
export async function findBroker(
  usualPort: number,
  command?: (port: number) => readonly [string, ...string[]],
): Promise<Broker | undefined> {
  if (await accepts(usualPort)) return { port: usualPort, stop: async () => undefined };
  return command && startBroker(command);
}

async function startBroker(command: (port: number) => readonly [string, ...string[]]): Promise<Broker | undefined> {
  const port = await freePort();
  const [program, ...args] = command(port);
  const child = spawn(program, args, { stdio: 'ignore' });
  const exited = once(child, 'exit').then(
    () => true,
    () => true,
  );
  const stop = async (): Promise<void> => {
    child.kill();
    await exited;
  };
  const deadline = performance.now() + MAX_START_MS;
  while (!(await accepts(port))) {
    if (await Promise.race([exited, delay(100, false)])) return undefined;
    if (performance.now() < deadline) continue;
    await stop();
    return undefined;
  }
  return { port, stop };
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
