import { useState } from 'preact/hooks';
import { type Change, changeText, countText } from '../../../../lib/model/comparison/change.js';
import { durationText } from '../../../../lib/model/format/duration.js';
import { LongText } from '../../components/long-text.js';

/** Further changes are hidden until the reader expands the table. */
const SHOWN_ROWS = 10;

/** The changes of one kind, the largest first. */
export function ChangeTable({ title, changes }: { title: string; changes: readonly Change[] }) {
  const [all, setAll] = useState(false);
  const rows = all ? changes : changes.slice(0, SHOWN_ROWS);
  const isCounted = changes.some(({ beforeCount }) => beforeCount !== undefined);
  return (
    <>
      <table class="figures">
        <thead>
          <tr>
            <th scope="col">{title}</th>
            {['Change', 'Before', 'After', ...(isCounted ? ['Count'] : [])].map(column => (
              <th key={column} scope="col" class="number">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(change => (
            <tr key={change.name}>
              <th scope="row" class="mono">
                <LongText text={change.name} />
              </th>
              <td class={change.changeMs > 0 ? 'number bad' : 'number'}>{changeText(change)}</td>
              <td class="number">{durationText(change.beforeMs)}</td>
              <td class="number">{durationText(change.afterMs)}</td>
              {isCounted && <td class="number">{countText(change)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
      {changes.length > rows.length && (
        <button type="button" class="link" onClick={() => setAll(true)}>
          Show {changes.length - rows.length} more
        </button>
      )}
    </>
  );
}
