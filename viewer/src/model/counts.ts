import type { Accounting, Verdict } from '../../../lib/model/report.interface.js';
import { counted, integer } from './text.js';

/** Kinds of waits that are counted as waits: one call of the file system or of a thread can have several. */
const WITHOUT_CALLS = new Set<string>(['fs', 'dns', 'threadpool']);

/** `48 calls`; `60 calls, 10 at a time`; `48 waits` where nothing counts the calls; empty for a verdict without a number. */
export function verdictCount({ kind, count, concurrency = 1, subject }: Verdict, { waiting }: Accounting): string {
  if (count === undefined) return '';
  if (kind === 'cpu-starved') return `throttled ${counted(count, 'time')}`;
  const on = waiting.find(({ label }) => label === subject)?.on;
  const calls = counted(count, on !== undefined && WITHOUT_CALLS.has(on) ? 'wait' : 'call');
  return concurrency > 1 ? `${calls}, ${integer(concurrency)} at a time` : calls;
}
