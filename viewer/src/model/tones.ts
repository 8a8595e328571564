import type { AccountingPart } from '../../../lib/model/format/accounting-parts.js';
import { WAIT_NAMES } from '../../../lib/model/format/wait.js';
import type {
  Accounting,
  Timeline,
  TreeNode,
  Verdict,
  VerdictKind,
  WaitKind,
} from '../../../lib/model/report.interface.js';

/**
 * The colour of a kind of time, as the name of a CSS class and custom property: `tone-own`, `--own`. Each colour stands
 * for one kind of time in all sections. Spans have no tone, because they consist of different kinds of time.
 */
export type Tone = AccountingPart['type'];

/** Name and colour of each verdict. Verdicts about I/O have the colour of their wait. */
export const VERDICTS: Readonly<Record<VerdictKind, { readonly name: string; readonly tone?: Tone }>> = {
  cpu: { name: 'Own code', tone: 'own' },
  io: { name: 'Waiting for I/O' },
  'repeated-io': { name: 'Repeated I/O' },
  await: { name: 'Await', tone: 'await' },
  'cpu-starved': { name: 'No processor', tone: 'starved' },
  'event-loop-blocked': { name: 'Event loop blocked', tone: 'blocked' },
  'garbage-collection': { name: 'Garbage collection', tone: 'gc' },
  'pool-wait': { name: 'Waiting for a pool', tone: 'pool' },
  queued: { name: 'Queued', tone: 'pool' },
  'slow-client': { name: 'Slow client', tone: 'client' },
  timer: { name: 'Timer', tone: 'timer' },
  unexplained: { name: 'Unexplained', tone: 'unexplained' },
};

/** Waits that belong to verdicts of their own. */
const NOT_IO = new Set<WaitKind>(['timer', 'pool', 'await', 'other']);

/** The colour of a verdict. */
export function verdictTone({ kind, subject }: Verdict, { waiting }: Accounting): Tone {
  const { tone } = VERDICTS[kind];
  if (tone !== undefined) return tone;
  const wait = waiting.find(({ label }) => label === subject) ?? waiting.find(({ on }) => !NOT_IO.has(on));
  return wait?.on ?? 'other';
}

const NODE_TONES: Readonly<Record<TreeNode['type'], Tone | undefined>> = {
  span: undefined,
  frame: 'own',
  wait: 'other',
  gc: 'gc',
  blocked: 'blocked',
  starved: 'starved',
  client: 'client',
  unexplained: 'unexplained',
};

/** The colour of a node in the call tree; `undefined` for a span. */
export function nodeTone({ type, on }: TreeNode): Tone | undefined {
  return on ?? NODE_TONES[type];
}

type LoopType = Timeline['loop'][number]['type'];
type TimelineWait = Timeline['waits'][number]['on'];

/** Names of the event loop's intervals. */
export const LOOP_NAMES: Readonly<Record<LoopType, string>> = {
  own: 'own code',
  blocked: 'blocked',
  gc: 'garbage collection',
  starved: 'no processor',
};

/** The name of an interval in the lane of waits. */
export function waitName(on: TimelineWait): string {
  return on === 'client' || on === 'unexplained' ? on : WAIT_NAMES[on];
}
