import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PerformanceStats, Report } from '../../../lib/index.js';
import { delay } from '../../integration/support/test-app.js';

const WORKER = fileURLToPath(new URL('./worker.mjs', import.meta.url));

function slowOnes({ sent, suppressed, dropped }: PerformanceStats['alerts']): number {
  return sent + suppressed + dropped;
}

/** An application in a process of its own, which a test can stop and continue. */
export class StarvedApp {
  private constructor(
    private readonly child: ChildProcess,
    private readonly directory: string,
    private readonly url: string,
  ) {}

  /** @param place called with the id of the process before it has a request */
  static async start(place: (pid: number) => Promise<void> = async () => undefined): Promise<StarvedApp> {
    const directory = await mkdtemp(join(tmpdir(), 'monitor-starved-'));
    const { JEST_WORKER_ID: _, ...env } = process.env;
    const child = fork(WORKER, { env: { ...env, REPORTS: directory }, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    await place(child.pid ?? 0);
    const [{ url }] = (await once(child, 'message')) as [{ url: string }];
    const app = new StarvedApp(child, directory, url);
    await app.get('/no/such/route');
    return app;
  }

  async get(path: string): Promise<void> {
    await (await fetch(this.url + path)).text();
  }

  /**
   * Stops the process for most of the time until `meanwhile` ends, as a CPU limit does. On a busy machine it may run longer
   * than meant: then the next stop is longer, too.
   */
  async starving(stoppedMs: number, runningMs: number, meanwhile: () => Promise<void>): Promise<void> {
    const state = { isOver: false };
    const ended = meanwhile().finally(() => (state.isOver = true));
    let stopMs = stoppedMs;
    while (!state.isOver) {
      this.child.kill('SIGSTOP');
      await delay(stopMs);
      this.child.kill('SIGCONT');
      const continued = performance.now();
      await delay(runningMs);
      stopMs = Math.max(stoppedMs, ((performance.now() - continued) * stoppedMs) / runningMs);
    }
    await ended;
  }

  /**
   * A request that has no processor for most of its time, and is slow. On a busy machine, this process may continue the other
   * one too late to stop it again: a request that ended meanwhile is repeated.
   */
  async getStarved(path: string): Promise<void> {
    const before = slowOnes((await this.results()).alerts);
    do await this.starving(90, 10, () => this.get(path));
    while (slowOnes((await this.results()).alerts) === before);
  }

  /** All reports, and the counts of the alerts, once every pending alert has been delivered. */
  async results(): Promise<{ reports: Report[]; alerts: PerformanceStats['alerts'] }> {
    this.child.send('results');
    const [{ alerts }] = (await once(this.child, 'message')) as [Pick<PerformanceStats, 'alerts'>];
    const names = (await readdir(this.directory)).filter(name => name.endsWith('.json'));
    const texts = await Promise.all(names.map(name => readFile(join(this.directory, name), 'utf8')));
    return { reports: texts.map(text => JSON.parse(text) as Report), alerts };
  }

  async close(): Promise<void> {
    const exited = once(this.child, 'exit');
    this.child.send('close');
    await exited;
    await rm(this.directory, { recursive: true, force: true });
  }
}
