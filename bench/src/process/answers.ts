import type { MemoryUse } from '../app/memory-use.js';
import type { StageHold } from '../loop/stage-hold.js';
import type { WatchedLoop } from '../loop/loop-watch.js';

/** What a started process tells first. */
export interface Ready {
  /** 0 when it serves nothing. */
  readonly port: number;
  /** From the start of the process until it listened. */
  readonly bootMs: number;
  /** Then. */
  readonly rssBytes: number;
}

/** What there is to tell at the moment when the application listens. */
export function listening(port: number): Ready {
  return { port, bootMs: performance.now(), rssBytes: process.memoryUsage.rss() };
}

/** What an outage must not change. */
export interface Health {
  /** How late the event loop got to a timer since the last question, at the most. */
  readonly longestLagMs: number;
  /** Of the process and of the application's Redis client, all events. */
  readonly listeners: number;
  /** Promises that were rejected and that nobody looked after, since the start. */
  readonly rejections: number;
}

/** What a measured process can be asked, and the shape of its answer. */
export interface Answers {
  /** CPU time of all its threads so far, in microseconds. */
  usage: number;
  memory: MemoryUse;
  /** As it is, without a collection before. */
  rssBytes: number;
  /** Milliseconds of each rotation since the last question. */
  rotations: number[];
  /** Waits until all alerts are delivered. */
  flush: boolean;
  /** CPU milliseconds that each execution knows it burnt. */
  burnt: number[];
  /** Runs large executions and says how the loop fared. */
  watch: WatchedLoop;
  stages: StageHold[];
  health: Health;
  /** Milliseconds that `app.close()` took. */
  close: number;
  stop: boolean;
}

export type Question = keyof Answers;

type Handlers = { readonly [K in Question]?: () => Answers[K] | Promise<Answers[K]> };

/** One question on its way to the process. */
export interface Asked {
  readonly id: number;
  readonly question: Question;
}

/** What comes back. */
export type Told =
  { readonly ready: Ready } | { readonly id: number; readonly answer?: unknown; readonly error?: string };

/** Answers the parent's questions. */
export function answer(handlers: Handlers): void {
  process.on('message', (message: Asked) => void reply(handlers, message));
  process.on('disconnect', () => process.exit());
}

/** Tells the parent that questions and requests are welcome; tells people, when nobody forked this process. */
export function ready(facts: Ready): void {
  if (process.send === undefined) console.log(`http://127.0.0.1:${facts.port} after ${Math.round(facts.bootMs)} ms`);
  else tell({ ready: facts });
}

async function reply(handlers: Handlers, { id, question }: Asked): Promise<void> {
  try {
    const handler = handlers[question];
    if (handler === undefined) throw new Error(`nothing here answers '${question}'`);
    tell({ id, answer: await handler() });
  } catch (error) {
    tell({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
}

function tell(message: Told): void {
  process.send?.(message);
}
