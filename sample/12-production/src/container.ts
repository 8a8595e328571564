import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from './free-port.js';

const MAIN = fileURLToPath(new URL('main.js', import.meta.url));
const SETTINGS = fileURLToPath(new URL('../production.env', import.meta.url));

/** One process of the application, started as in a container. */
export class Container {
  private constructor(
    readonly url: string,
    private readonly child: ChildProcess,
  ) {}

  /** @param env what the platform adds to the settings of the deployment */
  static async start(env: NodeJS.ProcessEnv): Promise<Container> {
    const port = await freePort();
    const child = spawn(process.execPath, [`--env-file=${SETTINGS}`, MAIN], {
      env: { ...process.env, ...env, PORT: String(port) },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    const container = new Container(`http://127.0.0.1:${port}`, child);
    while ((await container.get('/ready').catch(() => undefined)) === undefined) {
      if (child.exitCode !== null) throw new Error(`the application ended with ${child.exitCode}`);
      await delay(50);
    }
    return container;
  }

  async get(path: string): Promise<string> {
    return (await fetch(this.url + path)).text();
  }

  /** @returns its exit code, or the signal that ended it */
  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | string> {
    const exited = once(this.child, 'exit') as Promise<[number | null, string | null]>;
    this.child.kill(signal);
    const [code, by] = await exited;
    return code ?? by ?? 'unknown';
  }
}
