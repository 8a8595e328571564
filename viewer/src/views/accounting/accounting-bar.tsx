import type { AccountingPart } from '../../../../lib/model/format/accounting-parts.js';
import { durationText } from '../../../../lib/model/format/duration.js';
import { shareOf, shareText } from '../../../../lib/model/format/share.js';
import { cutLine } from '../../model/text.js';

/** Narrower segments have no room for their figure. */
const LABELLED_SHARE = 0.07;

/** The stacked bar. The table below it has the same figures. */
export function AccountingBar({ parts, durationMs }: { parts: readonly AccountingPart[]; durationMs: number }) {
  return (
    <div class="bar" aria-hidden="true">
      {parts.map((part, index) => {
        const share = shareOf(part.ms, durationMs);
        if (part.ms <= 0) return null;
        return (
          <div
            key={index}
            class={`segment tone-${part.type}`}
            style={{ flexGrow: String(part.ms) }}
            title={`${part.name}${part.label ? ` ${cutLine(part.label)}` : ''}: ${durationText(part.ms)}, ${shareText(share)}`}
          >
            {share >= LABELLED_SHARE && shareText(share)}
          </div>
        );
      })}
    </div>
  );
}
