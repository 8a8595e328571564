import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { Agent, get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { PerformanceStats, Report } from 'nestjs-performance-monitor';
import type { AnswerMessage, HostFacts, Question, QuestionMessage } from '../host/answers.js';

const POLL_MS = 20;
const SCRIPT = fileURLToPath(new URL('../host/host.js', import.meta.url));

/** Reports are written soon after the response, but a busy machine is slow. */
const REPORT_TIMEOUT_MS = 20_000;
/** Where requests without a report have occurred, for lack of a processor. */
const STARVED_TIMEOUT_MS = 3_000;

/**
 * The machine was so busy that the process had no processor for much of a request. For most of it, that is reported once an
 * hour in each directory, so there is no report about the request. For less of it, the report states it.
 */
export class NoProcessorError extends Error {}

interface Waiting {
  resolve(answer: unknown): void;
  reject(error: Error): void;
}

/** The process of one library. */
export class HostProcess {
  private readonly agent = new Agent({ keepAlive: true });
  private readonly waiting = new Map<number, Waiting>();
  private lastId = 0;

  private constructor(
    private readonly child: ChildProcess,
    private readonly reports: string,
    private readonly port: number,
  ) {
    child.on('message', (message: AnswerMessage) => this.settle(message));
    child.once('exit', code => this.fail(new Error(`the host ended with ${code}`)));
  }

  /** @throws when the process ends before it listens */
  static async start(library: Omit<HostFacts, 'reports'>): Promise<HostProcess> {
    const facts: HostFacts = { ...library, reports: await mkdtemp(join(tmpdir(), 'monitor-truth-')) };
    const child = fork(SCRIPT, [JSON.stringify(facts)], { env: { ...process.env, NODE_OPTIONS: '' } });
    const port = await new Promise<number>((resolve, reject) => {
      child.once('message', (message: AnswerMessage) => resolve('port' in message ? message.port : 0));
      child.once('exit', code => reject(new Error(`the host of ${facts.library} ended with ${code}`)));
    });
    return new HostProcess(child, facts.reports, port);
  }

  ask(question: Question): Promise<unknown> {
    this.lastId += 1;
    const message: QuestionMessage = { id: this.lastId, question };
    return new Promise((resolve, reject) => {
      this.waiting.set(message.id, { resolve, reject });
      this.child.send(message);
    });
  }

  /**
   * @param id value of the header by which `report()` finds the request
   * @param leavesAfterMs ends the connection after this time
   * @returns the response's status; 0 when the client left
   */
  get(path: string, id: string, leavesAfterMs?: number): Promise<number> {
    return new Promise((resolve, reject) => {
      const url = `http://127.0.0.1:${this.port}${path}`;
      const request = get(url, { agent: this.agent, headers: { 'x-request-id': id } }, response => {
        response.resume().once('end', () => resolve(response.statusCode ?? 0));
      });
      let hasLeft = false;
      request.once('error', error => (hasLeft ? resolve(0) : reject(error)));
      if (leavesAfterMs === undefined) return;
      const leave = setTimeout(() => {
        hasLeft = true;
        request.destroy();
      }, leavesAfterMs);
      request.once('close', () => clearTimeout(leave));
    });
  }

  /** The report about the request with this id. */
  async report(id: string): Promise<Report> {
    const start = performance.now();
    for (;;) {
      await this.ask('flush');
      const found = (await this.allReports()).find(({ execution }) => execution.requestId === id);
      if (found !== undefined) return found;
      const reasons = (await this.ask('reasons')) as PerformanceStats['alerts']['reasons'];
      const text = `no report about ${id}: ${JSON.stringify(reasons)}`;
      const waitedMs = performance.now() - start;
      if (waitedMs > REPORT_TIMEOUT_MS) throw new Error(text);
      if (reasons.starved !== undefined && waitedMs > STARVED_TIMEOUT_MS) throw new NoProcessorError(text);
      await delay(POLL_MS);
    }
  }

  async close(): Promise<void> {
    this.agent.destroy();
    await this.ask('close');
    this.child.disconnect();
    await rm(this.reports, { recursive: true, force: true });
  }

  async kill(): Promise<void> {
    this.agent.destroy();
    if (this.child.exitCode === null) {
      const exited = once(this.child, 'exit');
      this.child.kill('SIGKILL');
      await exited;
    }
    await rm(this.reports, { recursive: true, force: true });
  }

  private async allReports(): Promise<Report[]> {
    const names = (await readdir(this.reports)).filter(name => name.endsWith('.json'));
    return Promise.all(names.map(async name => JSON.parse(await readFile(join(this.reports, name), 'utf8')) as Report));
  }

  private settle(message: AnswerMessage): void {
    if (!('id' in message)) return;
    const waiting = this.waiting.get(message.id);
    this.waiting.delete(message.id);
    if (message.error === undefined) waiting?.resolve(message.answer);
    else waiting?.reject(new Error(message.error));
  }

  private fail(error: Error): void {
    for (const { reject } of this.waiting.values()) reject(error);
    this.waiting.clear();
  }
}
