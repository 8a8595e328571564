import cluster, { type Worker } from 'node:cluster';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Announcement } from './announcing.notifier.js';

/** Processes with the application, all behind one port. */
export class Fleet {
  /** What the processes have told, in the order in which they did. */
  readonly announcements: Announcement[] = [];
  private readonly workers = new Set<Worker>();

  constructor(
    readonly port: number,
    private readonly redisUrl: string,
  ) {
    cluster.setupPrimary({ exec: fileURLToPath(new URL('./worker.js', import.meta.url)), args: [] });
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get pids(): readonly number[] {
    return [...this.workers].flatMap(({ process: { pid } }) => pid ?? []);
  }

  async start(processes: number): Promise<void> {
    await Promise.all(Array.from({ length: processes }, () => this.startOne()));
  }

  async startOne(): Promise<void> {
    const worker = cluster.fork({ PORT: this.port, REDIS_URL: this.redisUrl });
    this.workers.add(worker);
    worker.on('message', (announcement: Announcement) => this.announcements.push(announcement));
    worker.once('exit', () => this.workers.delete(worker));
    await once(worker, 'listening');
  }

  /** As the system does it when memory is short: without a word. */
  async kill(pid: number): Promise<void> {
    const worker = [...this.workers].find(one => one.process.pid === pid);
    if (worker === undefined) return;
    const exited = once(worker, 'exit');
    worker.process.kill('SIGKILL');
    await exited;
  }

  /** `SIGTERM`, as a rolling update sends it. */
  async stop(): Promise<void> {
    await Promise.all(
      [...this.workers].map(async worker => {
        const exited = once(worker, 'exit');
        worker.process.kill('SIGTERM');
        await exited;
      }),
    );
  }
}
