import { useState } from 'preact/hooks';
import { durationText } from '../../../../lib/model/format/duration.js';
import type { ReportOperation } from '../../../../lib/model/report.interface.js';
import { LongText } from '../../components/long-text.js';
import { Swatch } from '../../components/swatch.js';
import { integer } from '../../model/text.js';

/** Further operations are hidden until the reader expands the table. */
const SHOWN_ROWS = 14;

/** One row for each operation, in the report's order: longest first. */
export function OperationsTable({ operations }: { operations: readonly ReportOperation[] }) {
  const [all, setAll] = useState(false);
  const rows = all ? operations : operations.slice(0, SHOWN_ROWS);
  const hidden = operations.length - rows.length;
  return (
    <>
      <table class="figures">
        <thead>
          <tr>
            <th scope="col">Operation</th>
            {['Calls', 'Total', 'Longest', 'Queued', 'Failed'].map(title => (
              <th key={title} scope="col" class={title === 'Longest' ? 'number wide' : 'number'}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((operation, index) => (
            <Row key={index} operation={operation} />
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

function Row({ operation }: { operation: ReportOperation }) {
  const { on, label, peer, calls, totalMs, maxMs, queuedMs, failed } = operation;
  return (
    <tr>
      <th scope="row">
        <Swatch tone={on} />
        <span class="part">
          <span class="mono">
            <LongText text={label} />
          </span>
          {!label.includes(peer) && (
            <span class="mono muted">
              <LongText text={peer} />
            </span>
          )}
        </span>
      </th>
      <td class="number">{integer(calls)}</td>
      <td class="number">{durationText(totalMs)}</td>
      <td class="number wide">{durationText(maxMs)}</td>
      <td class="number">{queuedMs > 0 ? durationText(queuedMs) : ''}</td>
      <td class={failed > 0 ? 'number bad' : 'number'}>{failed > 0 ? integer(failed) : ''}</td>
    </tr>
  );
}
