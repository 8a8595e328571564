import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../host/parts/free-port.js';
import { until } from '../../support/until.js';

/** The arguments of `redis-server`, without its port. */
export type RedisArguments = (directory: string) => readonly string[];

const PLAIN: RedisArguments = directory => {
  const listen = ['--bind', '127.0.0.1', '--unixsocket', join(directory, 'redis.sock')];
  return [...listen, '--save', '', '--appendonly', 'no', '--dir', directory];
};

/** A single node of a cluster. It is ready when it has all slots. */
const CLUSTER: RedisArguments = directory => [
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

/** A real Redis on a free port. Tests can kill, freeze and restart it. */
export class RedisServer {
  private child: ChildProcess | undefined;

  private constructor(
    readonly port: number,
    private readonly directory: string,
    private readonly options: RedisArguments,
  ) {}

  /** @throws when `redis-server` is not installed: these tests are not skipped */
  static async start(options?: RedisArguments): Promise<RedisServer> {
    const server = await RedisServer.reserve(options);
    await server.start();
    return server;
  }

  /** A cluster of one node. */
  static async startCluster(): Promise<RedisServer> {
    const server = await RedisServer.start(CLUSTER);
    await server.command('CLUSTER ADDSLOTSRANGE 0 16383');
    await until(
      async () => (await server.command('CLUSTER INFO')).includes('cluster_state:ok'),
      'the cluster with all its slots',
    );
    return server;
  }

  /** Reserves the port, and does not start the server. */
  static async reserve(options = PLAIN): Promise<RedisServer> {
    return new RedisServer(await freePort(), await mkdtemp(join(tmpdir(), 'monitor-redis-')), options);
  }

  /** Its Unix socket, by the usual name. */
  get socket(): string {
    return join(this.directory, 'redis.sock');
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
        throw new Error(`redis-server cannot be started (apt-get install redis-server): ${failure.message}`);
      return (await this.command('PING')) === '+PONG';
    }, `Redis on port ${this.port}`);
  }

  /** The server accepts connections, and neither answers nor closes them. */
  freeze(): void {
    this.child?.kill('SIGSTOP');
  }

  thaw(): void {
    this.child?.kill('SIGCONT');
  }

  /** Stops the server at once, as a crash does. Its data is lost. */
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

  /** @returns the beginning of the reply, in the wire format; empty when the server does not run */
  private command(words: string): Promise<string> {
    return new Promise(resolve => {
      const socket = createConnection(this.port, '127.0.0.1', () => socket.write(`${words}\r\n`));
      socket.once('data', data => {
        socket.destroy();
        resolve(data.toString().trim());
      });
      socket.once('error', () => resolve(''));
    });
  }
}
