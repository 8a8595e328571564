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

/** The stacked bar, for the pointer. The table below has the same figures, and the same ways for the keyboard. */
export function AccountingBar({ parts, durationMs, onPart }: AccountingBarProps) {
  return (
    <div class="bar" aria-hidden="true">
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
            tabIndex={-1}
            onClick={() => onPart(part)}
          >
            {share >= LABELLED_SHARE && shareText(share)}
          </button>
        );
      })}
    </div>
  );
}
