import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { PerformanceMonitorOptions, PerformanceStats, Report } from '../../../lib/index.js';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
/** Within the repository, so that packages are found. */
const BUILD = join(ROOT, 'build', 'test-apps');
const BUNDLER = fileURLToPath(new URL('./bundle-app.mjs', import.meta.url));

/** A bundle of an application with the library's sources, in the form in which the package carries its threads. */
export class AppBundle {
  private constructor(
    readonly file: string,
    private readonly directory: string,
  ) {}

  static async of(input: string): Promise<AppBundle> {
    await mkdir(BUILD, { recursive: true });
    const directory = await mkdtemp(join(BUILD, 'app-'));
    await promisify(execFile)(process.execPath, [BUNDLER, input, directory]);
    return new AppBundle(join(directory, 'app.mjs'), directory);
  }

  remove(): Promise<void> {
    return rm(this.directory, { recursive: true, force: true });
  }
}

interface Setup {
  /** The directory of an earlier process, whose rest this one may find. */
  readonly directory?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly execArgv?: readonly string[];
  /** False for an application that ends by itself. */
  readonly isListening?: boolean;
}

/** An application in a process of its own, which a test can kill and stop. */
export class ProcessApp {
  output = '';
  private ports: readonly (number | undefined)[] = [];

  private constructor(
    readonly child: ChildProcess,
    readonly directory: string,
    readonly exited: Promise<unknown[]>,
  ) {}

  /** @param node the binary: `MONITOR_TEST_NODE`, or else the one that runs the tests */
  static async start(
    bundle: AppBundle,
    options: PerformanceMonitorOptions,
    { directory: given, env = {}, execArgv = [], isListening = true }: Setup = {},
    node = process.env.MONITOR_TEST_NODE ?? process.execPath,
  ): Promise<ProcessApp> {
    const directory = given ?? (await mkdtemp(join(tmpdir(), 'monitor-process-')));
    const localFile =
      options.localFile === false ? false : { outputDir: directory, formats: ['json'], ...options.localFile };
    const { JEST_WORKER_ID: _, NODE_OPTIONS: __, ...own } = process.env;
    const child = spawn(node, [...execArgv, bundle.file], {
      env: { ...own, ...env, OPTIONS: JSON.stringify({ threshold: 500, ...options, localFile }) },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    const app = new ProcessApp(child, directory, once(child, 'exit'));
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => (app.output += text));
    if (!isListening) return app;
    const first = await Promise.race([once(child, 'message'), app.exited.then(() => undefined)]);
    if (first === undefined) throw new Error(`The process ended: ${app.output}`);
    app.ports = (first[0] as { ports: number[] }).ports;
    return app;
  }

  async get(path: string, application = 0): Promise<string> {
    return (await fetch(`http://127.0.0.1:${this.ports[application]}${path}`)).text();
  }

  /** A request that never gets an answer. */
  begin(path: string, application = 0): void {
    this.get(path, application).catch(() => undefined);
  }

  send(message: string): void {
    this.child.send(message);
  }

  /** Its alerts, once all that are pending have been delivered, and the number of threads that it has started. */
  async stats(): Promise<Pick<PerformanceStats, 'alerts'> & { workers: number }> {
    const answer = once(this.child, 'message');
    this.send('stats');
    return ((await answer) as [Pick<PerformanceStats, 'alerts'> & { workers: number }])[0];
  }

  async files(extension: string): Promise<string[]> {
    return (await readdir(this.directory))
      .filter(name => !name.startsWith('.') && name.endsWith(`.${extension}`))
      .sort();
  }

  /** The reports about executions of this name. */
  async reports(name: string): Promise<Report[]> {
    return (await reportsIn(this.directory)).filter(({ execution }) => execution.name === name);
  }

  stuckReports(): Promise<Report[]> {
    return stuckReportsIn(this.directory);
  }

  /** The alerts that an ended process would leave to the next one. */
  async unsent(): Promise<string[]> {
    return (await readdir(join(this.directory, '.unsent')).catch(() => [])).filter(name => name.endsWith('.json'));
  }

  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.exited;
  }

  async close(): Promise<void> {
    this.send('close');
    await this.exited;
  }

  remove(): Promise<void> {
    return rm(this.directory, { recursive: true, force: true });
  }
}

/** The reports about executions that had not ended. */
export async function stuckReportsIn(directory: string): Promise<Report[]> {
  return (await reportsIn(directory)).filter(({ execution }) => execution.stuck === true);
}

async function reportsIn(directory: string): Promise<Report[]> {
  const files = (await readdir(directory)).filter(name => !name.startsWith('.') && name.endsWith('.json'));
  const texts = await Promise.all(files.map(file => readFile(join(directory, file), 'utf8')));
  return texts.map(text => JSON.parse(text) as Report);
}
