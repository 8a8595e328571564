import { ADVISORY_LOCK } from '../../model/advisory-lock.js';
import type { Verdict } from '../../model/report.interface.js';

/** `, probably because of a lock in stock that POST /import held`; empty without a lock. @internal */
export function lockText(lock: Verdict['lock']): string {
  if (lock === undefined) return '';
  const what = lock.table === ADVISORY_LOCK ? 'an advisory lock' : `a lock in ${lock.table}`;
  return `, ${lock.certain ? '' : 'probably '}because of ${what} that ${lock.name} held`;
}
