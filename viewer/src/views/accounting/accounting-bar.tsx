import type { AccountingPart } from '../../../../lib/model/format/accounting-parts.js';
import { durationText } from '../../../../lib/model/format/duration.js';
import { shareOf, shareText } from '../../../../lib/model/format/share.js';
import { cutLine } from '../../model/text.js';

/** Narrower segments have no room for their figure. */
const LABELLED_SHARE = 0.07;

interface AccountingBarProps {
  readonly parts: readonly AccountingPart[];
  readonly durationMs: number;
  /** Shows the calls in which this part of the time was spent. */
  onPart(part: AccountingPart): void;
}

/** The stacked bar. Each segment leads to its calls; the table below has the same figures. */
export function AccountingBar({ parts, durationMs, onPart }: AccountingBarProps) {
  return (
    <div class="bar" role="group" aria-label="Parts of the wall time">
      {parts.map((part, index) => {
        const share = shareOf(part.ms, durationMs);
        if (part.ms <= 0) return null;
        const text = `${part.name}${part.label ? ` ${cutLine(part.label)}` : ''}: ${durationText(part.ms)}, ${shareText(share)}`;
        return (
          <button
            key={index}
            type="button"
            class={`segment tone-${part.type}`}
            style={{ flexGrow: String(part.ms) }}
            title={text}
            aria-label={text}
            onClick={() => onPart(part)}
          >
            {share >= LABELLED_SHARE && shareText(share)}
          </button>
        );
      })}
    </div>
  );
}
