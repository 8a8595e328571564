import { ms, oneLine, percent, shareOf } from '../format.js';
import type { Part } from './parts.js';

/** Narrower segments have no room for their figure. */
const LABELLED_SHARE = 0.07;

/** The stacked bar. The table below it says the same in words. */
export function AccountingBar({ parts, durationMs }: { parts: readonly Part[]; durationMs: number }) {
  return (
    <div class="bar" aria-hidden="true">
      {parts.map((part, index) => {
        const share = shareOf(part.ms, durationMs);
        if (part.ms <= 0) return null;
        return (
          <div
            key={index}
            class={`segment tone-${part.tone}`}
            style={{ flexGrow: String(part.ms) }}
            title={`${part.name}${part.label ? ` ${oneLine(part.label)}` : ''}: ${ms(part.ms)}, ${percent(share)}`}
          >
            {share >= LABELLED_SHARE && percent(share)}
          </div>
        );
      })}
    </div>
  );
}
