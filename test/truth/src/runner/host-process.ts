import { fork, type ChildProcess } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { Agent, get } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Report } from 'nestjs-performance-monitor';
import type { AnswerMessage, HostFacts, Question, QuestionMessage } from '../host/answers.js';
import { until } from '../../../support/until.js';

const SCRIPT = fileURLToPath(new URL('../host/host.js', import.meta.url));

interface Waiting {
  resolve(): void;
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
  static async start(facts: HostFacts): Promise<HostProcess> {
    const child = fork(SCRIPT, [JSON.stringify(facts)], { env: { ...process.env, NODE_OPTIONS: '' } });
    const port = await new Promise<number>((resolve, reject) => {
      child.once('message', (message: AnswerMessage) => resolve('port' in message ? message.port : 0));
      child.once('exit', code => reject(new Error(`the host of ${facts.library} ended with ${code}`)));
    });
    return new HostProcess(child, facts.reports, port);
  }

  ask(question: Question): Promise<void> {
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
    let found: Report | undefined;
    await until(
      async () => {
        await this.ask('flush');
        found = (await this.allReports()).find(({ execution }) => execution.requestId === id);
        return found !== undefined;
      },
      `the report about ${id}`,
      60_000,
    );
    return found as unknown as Report;
  }

  async close(): Promise<void> {
    this.agent.destroy();
    await this.ask('close');
    this.child.disconnect();
  }

  kill(): void {
    this.agent.destroy();
    this.child.kill('SIGKILL');
  }

  private async allReports(): Promise<Report[]> {
    const names = (await readdir(this.reports)).filter(name => name.endsWith('.json'));
    return Promise.all(names.map(async name => JSON.parse(await readFile(join(this.reports, name), 'utf8')) as Report));
  }

  private settle(message: AnswerMessage): void {
    if (!('id' in message)) return;
    const waiting = this.waiting.get(message.id);
    this.waiting.delete(message.id);
    if (message.error === undefined) waiting?.resolve();
    else waiting?.reject(new Error(message.error));
  }

  private fail(error: Error): void {
    for (const { reject } of this.waiting.values()) reject(error);
    this.waiting.clear();
  }
}
