import type { MemoryUse } from '../app/memory-use.js';
import type { StageHold } from '../loop/stage-hold.js';
import type { WatchedLoop } from '../loop/loop-watch.js';

/** The first message of a started process. */
export interface Ready {
  /** 0 without a server. */
  readonly port: number;
  /** Time from the start of the process until it listens. */
  readonly bootMs: number;
  /** At the moment of listening. */
  readonly rssBytes: number;
}

/** The figures at the moment when the application listens. */
export function listening(port: number): Ready {
  return { port, bootMs: performance.now(), rssBytes: process.memoryUsage.rss() };
}

/** Figures that an outage must not change. */
export interface Health {
  /** Longest delay of a timer since the last question. */
  readonly longestLagMs: number;
  /** Listeners for all events of the process and of the application's Redis client. */
  readonly listeners: number;
  /** Unhandled rejections since the start. */
  readonly rejections: number;
}

/** The questions to a measured process, and the types of its answers. */
export interface Answers {
  /** CPU time of all its threads so far, in microseconds. */
  usage: number;
  memory: MemoryUse;
  /** Without a forced collection. */
  rssBytes: number;
  /** Length of each rotation since the last question, in milliseconds. */
  rotations: number[];
  /** Waits until all alerts are delivered. */
  flush: boolean;
  /** True CPU time of each execution, in milliseconds. */
  burnt: number[];
  /** Runs large executions and measures the event loop. */
  watch: WatchedLoop;
  stages: StageHold[];
  health: Health;
  /** Duration of `app.close()`, in milliseconds. */
  close: number;
  stop: boolean;
}

export type Question = keyof Answers;

type Handlers = { readonly [K in Question]?: () => Answers[K] | Promise<Answers[K]> };

/** A question to the process. */
export interface QuestionMessage {
  readonly id: number;
  readonly question: Question;
}

/** The answer of the process. */
export type AnswerMessage =
  { readonly ready: Ready } | { readonly id: number; readonly answer?: unknown; readonly error?: string };

/** Answers the questions of the parent process. */
export function answer(handlers: Handlers): void {
  process.on('message', (message: QuestionMessage) => void reply(handlers, message));
  process.on('disconnect', () => process.exit());
}

/** Reports to the parent process that the application listens. Without a parent process, prints the address. */
export function ready(facts: Ready): void {
  if (process.send === undefined) console.log(`http://127.0.0.1:${facts.port} after ${Math.round(facts.bootMs)} ms`);
  else send({ ready: facts });
}

async function reply(handlers: Handlers, { id, question }: QuestionMessage): Promise<void> {
  try {
    const handler = handlers[question];
    if (handler === undefined) throw new Error(`no handler answers '${question}'`);
    send({ id, answer: await handler() });
  } catch (error) {
    send({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
}

function send(message: AnswerMessage): void {
  process.send?.(message);
}
