import { accountingParts, type AccountingPart } from '../../model/format/accounting-parts.js';
import { shareText } from '../../model/format/share.js';
import { WAIT_NAMES } from '../../model/format/wait.js';
import type { Accounting, WaitKind } from '../../model/report.interface.js';
import type { Pieces } from './message.interface.js';

const MAX_SHARES = 5;
/** Smaller shares are left out of a chat. */
const MIN_SHARE = 0.01;

interface Share {
  readonly ms: number;
  readonly text: Pieces;
}

/**
 * The largest parts of the wall time: `71 % database 127.0.0.1:5432, 20 % own code, 4 % garbage collection`. Waits are
 * added up by kind. Each kind is named with the longest of them.
 *
 * @internal
 */
export function timeShares(accounting: Accounting): Pieces {
  const { durationMs } = accounting;
  if (durationMs <= 0) return ['nothing was recorded'];
  const parts = accountingParts(accounting).filter(({ label }) => label === undefined);
  const shown = [...parts.map(partShare), ...waitShares(accounting.waiting)]
    .filter(({ ms }) => ms / durationMs >= MIN_SHARE)
    .sort((a, b) => b.ms - a.ms)
    .slice(0, MAX_SHARES);
  if (shown.length === 0) return ['nothing was recorded'];
  return shown.flatMap(({ ms, text }, index) => [`${index === 0 ? '' : ', '}${shareText(ms / durationMs)} `, ...text]);
}

function partShare({ name, ms }: AccountingPart): Share {
  return { ms, text: [name.charAt(0).toLowerCase() + name.slice(1)] };
}

function waitShares(waiting: Accounting['waiting']): Share[] {
  const kinds = new Map<WaitKind, { ms: number; label: string; labels: number }>();
  for (const { on, label, ms } of waiting) {
    const kind = kinds.get(on);
    if (kind === undefined) kinds.set(on, { ms, label, labels: 1 });
    else {
      kind.ms += ms;
      kind.labels += 1;
    }
  }
  return [...kinds].map(([on, { ms, label, labels }]) => ({
    ms,
    text: [
      `${on === 'other' ? 'waiting' : WAIT_NAMES[on]} `,
      { data: label },
      ...(labels > 1 ? [` and ${labels - 1} more`] : []),
    ],
  }));
}
