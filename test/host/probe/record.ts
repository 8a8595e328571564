import { AsyncLocalStorage } from 'node:async_hooks';

export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** The comparable results of one run. Nothing in it depends on time, ports or addresses. */
export interface HostRecord {
  mode: string;
  /** The error that stopped the start or `drive()`. */
  failure: string | null;
  answers: Record<string, Answer>;
  /** Results other than HTTP answers: messages, jobs, spans. */
  results: Record<string, unknown>;
  /** Stages in their order, by the id in the application's own store. */
  events: Record<string, string[]>;
  logs: string[];
  /** Unhandled rejections, uncaught exceptions, process warnings. */
  faults: string[];
  globals: string[];
  listeners: Record<string, number>;
  resources: string[];
  closeMs: number | null;
  ended: 'by itself' | 'held alive';
  /** Number of stages with a frame of the monitor in their stack. */
  frames: number;
  monitor: { requests: number; slow: string[]; files: number; missing: string[] } | null;
}

const OUTSIDE = 'outside';

/** Stages outside any store, during concurrent work: their order is random. */
export const UNORDERED = 'unordered';
const OUR_FRAME = /[\\/]nestjs-performance-monitor[\\/]/;

/** The application's own storage: its middleware, adapters and strategies enter it, and stages read it. */
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

/** Notes that a stage ran, under the id of its store. */
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
