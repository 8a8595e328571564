import { Connection } from './connection.js';

const CONNECTIONS = 10;

export interface Load {
  readonly requests: number;
  readonly latenciesMs: readonly number[];
}

/** Ten clients of one application. Each sends its next request when it has the answer to the last. */
export class LoadGenerator {
  private constructor(private readonly connections: readonly Connection[]) {}

  static async open(port: number, path: string): Promise<LoadGenerator> {
    return new LoadGenerator(
      await Promise.all(Array.from({ length: CONNECTIONS }, () => Connection.open(port, [path]))),
    );
  }

  /** Resolves when the time is over and all pending requests are answered. */
  async runFor(ms: number): Promise<Load> {
    const until = performance.now() + ms;
    return this.run(() => performance.now() < until);
  }

  async runRequests(count: number): Promise<Load> {
    let left = count;
    return this.run(() => left-- > 0);
  }

  close(): void {
    for (const connection of this.connections) connection.close();
  }

  private async run(more: () => boolean): Promise<Load> {
    const latenciesMs: number[] = [];
    await Promise.all(
      this.connections.map(async connection => {
        while (more()) {
          const start = performance.now();
          await connection.exchange();
          latenciesMs.push(performance.now() - start);
        }
      }),
    );
    return { requests: latenciesMs.length, latenciesMs };
  }
}
