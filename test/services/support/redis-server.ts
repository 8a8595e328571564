import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../host/parts/free-port.js';
import { until } from '../../integration/support/test-app.js';

/** The arguments of `redis-server`, apart from its port. */
export type RedisArguments = (directory: string) => readonly string[];

const PLAIN: RedisArguments = directory => {
  return ['--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', directory];
};

/** A cluster of one node, which must be assigned all slots. */
export const CLUSTER: RedisArguments = directory => [
  ...PLAIN(directory),
  '--cluster-enabled',
  'yes',
  '--cluster-announce-ip',
  '127.0.0.1',
];

/** A sentinel that watches the server at this port under the name `primary`. */
export function sentinelOf(port: number): RedisArguments {
  return directory => {
    const file = join(directory, 'sentinel.conf');
    writeFileSync(file, `bind 127.0.0.1\nsentinel monitor primary 127.0.0.1 ${port} 1\n`);
    return [file, '--sentinel', '--dir', directory];
  };
}

/** A real Redis on a free port, that can be killed, frozen and started again. */
export class RedisServer {
  private child: ChildProcess | undefined;

  private constructor(
    readonly port: number,
    private readonly directory: string,
    private readonly options: RedisArguments,
  ) {}

  /** @throws if `redis-server` is not installed, because these tests must not be skipped */
  static async start(options?: RedisArguments): Promise<RedisServer> {
    const server = await RedisServer.reserve(options);
    await server.start();
    return server;
  }

  /** A free port. */
  static async reserve(options = PLAIN): Promise<RedisServer> {
    return new RedisServer(await freePort(), await mkdtemp(join(tmpdir(), 'monitor-redis-')), options);
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    const child = spawn('redis-server', [...this.options(this.directory), '--port', String(this.port)], {
      stdio: 'ignore',
    });
    this.child = child;
    let failure: Error | undefined;
    child.once('error', error => (failure = error));
    await until(async () => {
      if (failure !== undefined)
        throw new Error(`redis-server can not be started (apt-get install redis-server): ${failure.message}`);
      return (await this.ping()) === '+PONG';
    }, `Redis on port ${this.port}`);
  }

  /** Stops the process: it neither answers nor closes its connections. */
  freeze(): void {
    this.child?.kill('SIGSTOP');
  }

  thaw(): void {
    this.child?.kill('SIGCONT');
  }

  /** Kills the process with all its data, as after a crash. */
  async kill(): Promise<void> {
    const { child } = this;
    this.child = undefined;
    if (child === undefined || child.exitCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  }

  async dispose(): Promise<void> {
    await this.kill();
    await rm(this.directory, { recursive: true, force: true });
  }

  private ping(): Promise<string> {
    return new Promise(resolve => {
      const socket = createConnection(this.port, '127.0.0.1', () => socket.write('PING\r\n'));
      socket.once('data', data => {
        socket.destroy();
        resolve(data.toString().trim());
      });
      socket.once('error', () => resolve('no answer'));
    });
  }
}
