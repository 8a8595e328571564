import type { Accounting } from '../../model/report.interface.js';
import type { Pieces } from './message.interface.js';

const MAX_SHARES = 5;
/** What is less is not worth a word in a chat. */
const LEAST_SHARE = 0.01;

interface Share {
  readonly ms: number;
  readonly text: Pieces;
}

/**
 * Where the time went, largest first: `71 % database 127.0.0.1:5432, 20 % own code, 4 % garbage collection`. Waits are
 * added up by kind, and each kind is told with the largest of them.
 *
 * @internal
 */
export function timeShares(accounting: Accounting): Pieces {
  const { durationMs } = accounting;
  if (durationMs <= 0) return ['nothing was recorded'];
  const shares: Share[] = [
    { ms: accounting.cpuMs, text: ['own code'] },
    { ms: accounting.gcMs, text: ['garbage collection'] },
    { ms: accounting.blockedMs, text: ['event loop held by others'] },
    { ms: accounting.clientMs, text: ['the client'] },
    { ms: accounting.unexplainedMs, text: ['unexplained'] },
    ...waits(accounting.waiting),
  ];
  const told = shares
    .filter(({ ms }) => ms / durationMs >= LEAST_SHARE)
    .sort((a, b) => b.ms - a.ms)
    .slice(0, MAX_SHARES);
  if (told.length === 0) return ['nothing was recorded'];
  return told.flatMap(({ ms, text }, index) => [
    `${index === 0 ? '' : ', '}${Math.round((ms / durationMs) * 100)} % `,
    ...text,
  ]);
}

function waits(waiting: Accounting['waiting']): Share[] {
  const kinds = new Map<string, { ms: number; label: string; labels: number }>();
  for (const { on, label, ms } of waiting) {
    const known = kinds.get(on);
    if (known === undefined) kinds.set(on, { ms, label, labels: 1 });
    else {
      known.ms += ms;
      known.labels += 1;
    }
  }
  return [...kinds].map(([on, { ms, label, labels }]) => ({
    ms,
    text: [`${on === 'other' ? 'waiting' : on} `, { data: label }, ...(labels > 1 ? [` and ${labels - 1} more`] : [])],
  }));
}
