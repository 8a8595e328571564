import type { Verdict } from '../../model/report.interface.js';

/** `, probably because of a lock in stock that POST /import held`; empty without a lock. @internal */
export function lockText(lock: Verdict['lock']): string {
  if (lock === undefined) return '';
  return `, ${lock.certain ? '' : 'probably '}because of a lock in ${lock.table} that ${lock.name} held`;
}
