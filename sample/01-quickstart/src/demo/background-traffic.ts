import { setTimeout as sleep } from 'node:timers/promises';
import { get } from './requests.js';

const PAUSE_MS = 150;

/** Asks for the same pages again and again, and remembers the slowest answer for each. */
export class BackgroundTraffic {
  readonly slowestMs = new Map<string, number>();
  requests = 0;
  private stopped = false;
  private readonly loops: Promise<void>[];

  /** @param pages the path to ask for, by route */
  constructor(app: string, pages: Iterable<[route: string, path: string]>, clientsPerPage: number) {
    this.loops = [...pages].flatMap(([route, path]) =>
      Array.from({ length: clientsPerPage }, () => this.askAgainAndAgain(app, route, path)),
    );
  }

  /** Resolves when as many requests were answered as there are clients: nothing is cold any more. */
  async isUnderWay(): Promise<void> {
    while (this.requests < this.loops.length) await sleep(PAUSE_MS);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await Promise.all(this.loops);
  }

  private async askAgainAndAgain(app: string, route: string, path: string): Promise<void> {
    while (!this.stopped) {
      const startedAt = performance.now();
      await get(app, path);
      this.requests++;
      this.slowestMs.set(route, Math.max(this.slowestMs.get(route) ?? 0, performance.now() - startedAt));
      await sleep(PAUSE_MS);
    }
  }
}
