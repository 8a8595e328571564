import { useMemo, useState } from 'preact/hooks';
import { durationText } from '../../../../lib/model/format/duration.js';
import { shareOf, shareText } from '../../../../lib/model/format/share.js';
import { type FunctionSum, sortSums, type SumOrder, sumFunctions } from '../../model/function-sums.js';
import { cutLine, integer } from '../../model/text.js';
import type { TreeLayout } from '../../model/tree-layout.js';
import { nodeTone } from '../../model/tones.js';
import { Neighbours } from './neighbours.js';

/** Rows of one page of the table. */
const PAGE = 30;

const COLUMNS: Readonly<Record<SumOrder, string>> = { selfMs: 'Self', totalMs: 'Total' };

interface FunctionTableProps {
  readonly layout: TreeLayout;
  readonly selected: number;
  /** The nodes that a search has found; `undefined` without a search. */
  readonly found: ReadonlySet<number> | undefined;
  onSelect(index: number): void;
}

/** All functions, spans and waits with their sums, and the callers and callees of the selected one. */
export function FunctionTable({ layout, selected, found, onSelect }: FunctionTableProps) {
  const sums = useMemo(() => sumFunctions(layout), [layout]);
  const [order, setOrder] = useState<SumOrder>('selfMs');
  const [shown, setShown] = useState(PAGE);
  const rows = sortSums(sums, order).filter(({ places }) => !found || places.some(index => found.has(index)));
  const chosen = sums.find(({ places }) => places.includes(selected));
  return (
    <>
      <div class="table-scroll" tabIndex={0} role="group" aria-label="Functions, scrolled">
        <table class="figures functions">
          <thead>
            <tr>
              <th scope="col">Function or wait</th>
              {(Object.keys(COLUMNS) as SumOrder[]).map(column => (
                <th key={column} scope="col" class="number" aria-sort={column === order ? 'descending' : 'none'}>
                  <button type="button" class="link" onClick={() => setOrder(column)}>
                    {COLUMNS[column]}
                    {column === order ? ' ↓' : ''}
                  </button>
                </th>
              ))}
              <th scope="col" class="number wide">
                Share
              </th>
              <th scope="col" class="number wide">
                Places
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, shown).map(sum => (
              <FunctionRow
                key={sum.places[0]}
                sum={sum}
                share={shareOf(sum[order], layout.nodes[0]?.ms ?? 0)}
                isChosen={sum === chosen}
                onSelect={onSelect}
              />
            ))}
          </tbody>
        </table>
      </div>
      {rows.length > shown && (
        <button type="button" class="link" onClick={() => setShown(shown + PAGE)}>
          Show {integer(Math.min(PAGE, rows.length - shown))} more
        </button>
      )}
      {chosen && <Neighbours layout={layout} sum={chosen} sums={sums} onSelect={onSelect} />}
    </>
  );
}

interface FunctionRowProps {
  readonly sum: FunctionSum;
  readonly share: number;
  readonly isChosen: boolean;
  onSelect(index: number): void;
}

function FunctionRow({ sum, share, isChosen, onSelect }: FunctionRowProps) {
  const { node, places, selfMs, totalMs } = sum;
  const tone = nodeTone(node);
  const place = node.location ?? node.library;
  return (
    <tr class={isChosen ? 'is-chosen' : undefined}>
      <th scope="row">
        <span class={`swatch ${tone === undefined ? 'span' : `tone-${tone}`}`} aria-hidden="true" />
        <span class="part">
          <button
            type="button"
            class="link mono value"
            aria-pressed={isChosen}
            onClick={() => onSelect(places[0] ?? 0)}
          >
            {cutLine(node.name || '(anonymous)')}
          </button>
          {place !== undefined && <span class="mono muted value">{cutLine(place)}</span>}
        </span>
      </th>
      <td class="number">{durationText(selfMs)}</td>
      <td class="number">{durationText(totalMs)}</td>
      <td class="number wide">{shareText(share)}</td>
      <td class="number wide">{integer(places.length)}</td>
    </tr>
  );
}
