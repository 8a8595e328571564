import { AsyncLocalStorage } from 'node:async_hooks';

export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** Whatever of one run can be compared with another: nothing in it depends on time, ports or addresses. */
export interface HostRecord {
  mode: string;
  /** Why the application did not start, or `drive()` did not end. */
  failure: string | null;
  answers: Record<string, Answer>;
  /** Values that are no HTTP answers: messages, jobs, spans. */
  results: Record<string, unknown>;
  /** Stages that ran, in their order, by the id in the application's own store. */
  events: Record<string, string[]>;
  logs: string[];
  /** Unhandled rejections, uncaught exceptions, process warnings. */
  faults: string[];
  globals: string[];
  listeners: Record<string, number>;
  resources: string[];
  closeMs: number | null;
  ended: 'by itself' | 'held alive';
  /** How often a frame of the monitor stood in the stack of a stage. */
  frames: number;
  monitor: { requests: number; slow: string[]; files: number } | null;
}

const OUTSIDE = 'outside';

/** Stages in no store that ran while several things happened at once: their order means nothing. */
export const UNORDERED = 'unordered';
const OUR_FRAME = /[\\/]nestjs-performance-monitor[\\/]/;

/** The application's own storage: its middleware, adapters and strategies enter it, stages look at it. */
export const store = new AsyncLocalStorage<{ id: string }>();

export const record: HostRecord = {
  mode: process.env['HOST_MODE'] ?? 'without',
  failure: 'the process ended before the application was driven and closed',
  answers: {},
  results: {},
  events: {},
  logs: [],
  faults: [],
  globals: [],
  listeners: {},
  resources: [],
  closeMs: null,
  ended: 'by itself',
  frames: 0,
  monitor: null,
};

let isCrowded = false;

export function crowded(now: boolean): void {
  isCrowded = now;
}

/** One stage ran: kept under the id of the store that it sees. */
export function note(stage: string, group = isCrowded ? UNORDERED : OUTSIDE): void {
  const id = store.getStore()?.id ?? group;
  (record.events[id] ??= []).push(stage);
  if (record.mode === 'disabled') countFrames();
}

function countFrames(): void {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = Infinity;
  const { stack = '' } = new Error('a look at the stack');
  Error.stackTraceLimit = limit;
  if (OUR_FRAME.test(stack)) record.frames += 1;
}
