import type { Accounting, Verdict } from '../../../lib/model/report.interface.js';
import { counted } from './text.js';

/** Kinds of waits that are counted as waits: one call of the file system or of a thread can have several. */
const WITHOUT_CALLS = new Set<string>(['fs', 'dns', 'threadpool']);

/** `48 calls`; `48 waits` where nothing counts the calls; empty for a verdict without a number. */
export function verdictCount({ count, subject }: Verdict, { waiting }: Accounting): string {
  if (count === undefined) return '';
  const on = waiting.find(({ label }) => label === subject)?.on;
  return counted(count, on !== undefined && WITHOUT_CALLS.has(on) ? 'wait' : 'call');
}
