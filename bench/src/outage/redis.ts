import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

const PATIENCE_MS = 10_000;
const EVAL_CALLS = /cmdstat_eval:calls=(\d+)/;

/** A Redis for the benchmark, on a free port. It can be killed, frozen and started again. */
export class Redis {
  private child: ChildProcess | undefined;

  private constructor(readonly port: number) {}

  /** A free port. */
  static async reserve(): Promise<Redis> {
    const probe = createServer().listen(0, '127.0.0.1');
    await once(probe, 'listening');
    const { port } = probe.address() as AddressInfo;
    probe.close();
    await once(probe, 'close');
    return new Redis(port);
  }

  /** @throws if `redis-server` is not installed */
  async start(): Promise<void> {
    const options = ['--port', String(this.port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
    const child = spawn('redis-server', options, { stdio: 'ignore' });
    const failed = once(child, 'error').then(([error]) => Promise.reject(error as Error));
    failed.catch(() => undefined);
    await Promise.race([once(child, 'spawn'), failed]);
    this.child = child;
    const until = performance.now() + PATIENCE_MS;
    while (!(await this.tell('PING')).startsWith('+PONG')) {
      if (performance.now() > until) throw new Error(`redis-server does not answer on port ${this.port}`);
      await delay(20);
    }
  }

  /** Stops the process: it neither answers nor closes its connections. */
  freeze(): void {
    this.child?.kill('SIGSTOP');
  }

  thaw(): void {
    this.child?.kill('SIGCONT');
  }

  /** Kills the process with all its data. */
  async kill(): Promise<void> {
    const { child } = this;
    this.child = undefined;
    if (child === undefined) return;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  }

  /** Number of scripts since the start of Redis. Each is a claim, a confirmation or a release. */
  async calls(): Promise<number> {
    return Number(EVAL_CALLS.exec(await this.tell('INFO commandstats'))?.[1] ?? 0);
  }

  private tell(command: string): Promise<string> {
    return new Promise(resolve => {
      const socket = connect(this.port, '127.0.0.1', () => socket.write(`${command}\r\n`));
      socket.once('data', data => {
        socket.destroy();
        resolve(data.toString());
      });
      socket.once('error', () => resolve(''));
    });
  }
}
