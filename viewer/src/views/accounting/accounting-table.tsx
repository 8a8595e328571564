import { useState } from 'preact/hooks';
import type { AccountingPart } from '../../../../lib/model/format/accounting-parts.js';
import { durationText } from '../../../../lib/model/format/duration.js';
import { shareOf, shareText } from '../../../../lib/model/format/share.js';
import { LongText } from '../../components/long-text.js';
import { Swatch } from '../../components/swatch.js';
import { integer } from '../../model/text.js';

/** Waits below this row are hidden until the reader expands the table. The other parts are always visible. */
const SHOWN_ROWS = 14;

interface AccountingTableProps {
  readonly parts: readonly AccountingPart[];
  readonly durationMs: number;
  /** Shows the calls in which this part of the time was spent. */
  onPart(part: AccountingPart): void;
}

/** The legend of the bar, with every figure. The name of a part leads to its calls. */
export function AccountingTable({ parts, durationMs, onPart }: AccountingTableProps) {
  const [all, setAll] = useState(false);
  const rows = parts.filter((part, index) => all || index < SHOWN_ROWS || part.count === undefined);
  const hidden = parts.length - rows.length;
  return (
    <>
      <table class="figures">
        <thead>
          <tr>
            <th scope="col">Kind of time</th>
            <th scope="col" class="number">
              Waits
            </th>
            <th scope="col" class="number">
              Time
            </th>
            <th scope="col" class="number">
              Share
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((part, index) => (
            <tr key={index} class={part.ms > 0 ? undefined : 'zero'}>
              <th scope="row">
                <Swatch tone={part.type} />
                <span class="part">
                  {part.ms > 0 ? (
                    <button type="button" class="link part-link" onClick={() => onPart(part)}>
                      {part.name}
                    </button>
                  ) : (
                    <span>{part.name}</span>
                  )}
                  {part.label !== undefined && (
                    <span class="mono muted">
                      <LongText text={part.label} />
                    </span>
                  )}
                </span>
              </th>
              <td class="number">{part.count === undefined ? '' : integer(part.count)}</td>
              <td class="number">{durationText(part.ms)}</td>
              <td class="number">{shareText(shareOf(part.ms, durationMs))}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {hidden > 0 && (
        <button type="button" class="link" onClick={() => setAll(true)}>
          Show {hidden} more
        </button>
      )}
    </>
  );
}
