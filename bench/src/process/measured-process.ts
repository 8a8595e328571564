import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Answers, QuestionMessage, Question, Ready, AnswerMessage } from './answers.js';

const STOP_TIMEOUT_MS = 5_000;

interface Waiting {
  resolve(answer: unknown): void;
  reject(error: Error): void;
}

/** A measured process, which answers questions over its IPC channel. */
export class MeasuredProcess {
  private lastId = 0;

  private constructor(
    private readonly child: ChildProcess,
    private readonly waiting: Map<number, Waiting>,
    readonly ready: Ready,
  ) {}

  /**
   * @param script the compiled entry, relative to this bench's `dist`
   * @throws if the process ends before it is ready
   */
  static async start(script: string, args: readonly string[]): Promise<MeasuredProcess> {
    const path = fileURLToPath(new URL(`../${script}`, import.meta.url));
    const child = fork(path, args, { execArgv: ['--expose-gc'], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    const waiting = new Map<number, Waiting>();
    const ready = await new Promise<Ready>((resolve, reject) => {
      child.on('message', (message: AnswerMessage) =>
        'ready' in message ? resolve(message.ready) : settle(waiting, message),
      );
      child.on('exit', code => {
        const error = new Error(`${script} ${args.join(' ')} ended with ${code}`);
        reject(error);
        for (const each of waiting.values()) each.reject(error);
      });
    });
    return new MeasuredProcess(child, waiting, ready);
  }

  async ask<K extends Question>(question: K): Promise<Answers[K]> {
    this.lastId += 1;
    const message: QuestionMessage = { id: this.lastId, question };
    const answer = new Promise((resolve, reject) => this.waiting.set(message.id, { resolve, reject }));
    this.child.send(message);
    return (await answer) as Answers[K];
  }

  /** Lets the application close. Kills the process if it does not end. */
  async stop(): Promise<void> {
    if (this.child.exitCode !== null) return;
    const exited = new Promise(resolve => this.child.once('exit', resolve));
    const timer = setTimeout(() => this.child.kill('SIGKILL'), STOP_TIMEOUT_MS);
    await this.ask('stop').catch(() => undefined);
    if (this.child.connected) this.child.disconnect();
    await exited;
    clearTimeout(timer);
  }
}

function settle(waiting: Map<number, Waiting>, message: Exclude<AnswerMessage, { readonly ready: Ready }>): void {
  const question = waiting.get(message.id);
  waiting.delete(message.id);
  if (message.error === undefined) question?.resolve(message.answer);
  else question?.reject(new Error(message.error));
}
