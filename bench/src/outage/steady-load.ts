import { setTimeout as delay } from 'node:timers/promises';
import { Connection } from '../load/connection.js';
import { SLOW_ENDPOINTS } from './endpoints.js';

const FAST = { connections: 12, everyMs: 8 };
const SLOW = { connections: 2, everyMs: 60 };

/** Clients below the capacity of the server: measured fast requests, and slow ones that cause alerts. */
export class SteadyLoad {
  private constructor(
    private readonly fast: readonly Connection[],
    private readonly slow: readonly Connection[],
  ) {}

  static async open(port: number): Promise<SteadyLoad> {
    const fast = Array.from({ length: FAST.connections }, () => Connection.open(port, ['/hello']));
    const paths = SLOW_ENDPOINTS.map(name => `/${name}`);
    const slow = Array.from({ length: SLOW.connections }, (_, n) =>
      Connection.open(port, paths.slice(n * (paths.length / SLOW.connections)).concat(paths)),
    );
    return new SteadyLoad(await Promise.all(fast), await Promise.all(slow));
  }

  /** @returns the duration of each fast request, in milliseconds */
  async runFor(ms: number): Promise<readonly number[]> {
    const until = performance.now() + ms;
    const latenciesMs: number[] = [];
    const client = async (connection: Connection, everyMs: number, note: (ms: number) => void): Promise<void> => {
      // Clients start one after another.
      await delay(Math.random() * everyMs);
      while (performance.now() < until) {
        const start = performance.now();
        await connection.exchange();
        note(performance.now() - start);
        await delay(everyMs);
      }
    };
    await Promise.all([
      ...this.fast.map(connection => client(connection, FAST.everyMs, latency => latenciesMs.push(latency))),
      ...this.slow.map(connection => client(connection, SLOW.everyMs, () => undefined)),
    ]);
    return latenciesMs;
  }

  close(): void {
    for (const connection of [...this.fast, ...this.slow]) connection.close();
  }
}
