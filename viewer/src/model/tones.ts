import type { AccountingPart } from '../../../lib/model/format/accounting-parts.js';
import { WAIT_NAMES } from '../../../lib/model/format/wait.js';
import type { Timeline, TreeNode, VerdictKind } from '../../../lib/model/report.interface.js';

/** The colour of a kind of time, as the name of a CSS class and custom property: `tone-own`, `--own`. */
export type Tone = AccountingPart['type'];

/** Name and colour of each verdict. */
export const VERDICTS: Readonly<Record<VerdictKind, { readonly name: string; readonly tone: Tone }>> = {
  cpu: { name: 'Own CPU', tone: 'own' },
  io: { name: 'Waiting for I/O', tone: 'database' },
  'repeated-io': { name: 'Repeated I/O', tone: 'database' },
  await: { name: 'Await', tone: 'await' },
  'event-loop-blocked': { name: 'Event loop blocked', tone: 'blocked' },
  'garbage-collection': { name: 'Garbage collection', tone: 'gc' },
  'pool-wait': { name: 'Waiting for a pool', tone: 'pool' },
  'slow-client': { name: 'Slow client', tone: 'client' },
  timer: { name: 'Timer', tone: 'timer' },
  unexplained: { name: 'Unexplained', tone: 'unexplained' },
};

/** The colour of each type of node in the call tree. */
export const NODE_TONES: Readonly<Record<TreeNode['type'], Tone>> = {
  span: 'await',
  frame: 'own',
  wait: 'database',
  gc: 'gc',
  blocked: 'blocked',
  client: 'client',
  unexplained: 'unexplained',
};

type LoopType = Timeline['loop'][number]['type'];
type TimelineWait = Timeline['waits'][number]['on'];

/** Names of the event loop's intervals. */
export const LOOP_NAMES: Readonly<Record<LoopType, string>> = { own: 'own code', blocked: 'blocked', gc: 'GC' };

/** The name of an interval in the lane of waits. */
export function waitName(on: TimelineWait): string {
  return on === 'client' || on === 'unexplained' ? on : WAIT_NAMES[on];
}
