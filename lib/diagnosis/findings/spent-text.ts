import { durationText } from '../../model/format/duration.js';
import { shareOf, shareText } from '../../model/format/share.js';

/** `1.24 s (78 %)` @internal */
export function spentText(ms: number, durationMs: number): string {
  return `${durationText(ms)} (${shareText(Math.min(1, shareOf(ms, durationMs)))})`;
}
