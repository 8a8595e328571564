import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createConnection } from 'node:net';
import { freePort } from '../../host/parts/free-port.js';
import { until } from '../../support/until.js';

/** The command of a broker, with its arguments for a port. */
const COMMANDS = {
  'nats-server': (port: number) => ['-a', '127.0.0.1', '-p', String(port)],
  // Without a file of settings it accepts clients of this machine only.
  mosquitto: (port: number) => ['-p', String(port)],
} as const;

/** A real broker on a free port. */
export class Broker {
  private failure: Error | undefined;

  private constructor(
    readonly port: number,
    private readonly child: ChildProcess,
  ) {
    child.once('error', error => (this.failure = error));
  }

  /** @throws when the broker is not installed: these tests are not skipped */
  static async start(command: keyof typeof COMMANDS): Promise<Broker> {
    const port = await freePort();
    const broker = new Broker(port, spawn(command, COMMANDS[command](port), { stdio: 'ignore' }));
    await until(async () => {
      if (broker.failure !== undefined)
        throw new Error(`${command} cannot be started (apt-get install ${command}): ${broker.failure.message}`);
      return accepts(port);
    }, `${command} on port ${port}`);
    return broker;
  }

  async dispose(): Promise<void> {
    const { child } = this;
    if (child.exitCode !== null || child.pid === undefined) return;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  }
}

/** RabbitMQ takes half a minute to start: the machine's own server is used. */
export const RABBITMQ_PORT = 5672;

/** @throws when RabbitMQ does not run */
export async function requireRabbitmq(): Promise<void> {
  if (!(await accepts(RABBITMQ_PORT)))
    throw new Error(
      `RabbitMQ must run on port ${RABBITMQ_PORT} (apt-get install rabbitmq-server; rabbitmq-server -detached)`,
    );
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
