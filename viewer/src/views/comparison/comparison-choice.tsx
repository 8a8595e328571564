import { useRef, useState } from 'preact/hooks';
import type { Report } from '../../../../lib/model/report.interface.js';
import { comparePage, type PageComparison } from '../../model/page-comparison.js';
import { readReportFile } from '../../model/read-report-file.js';

interface ComparisonChoiceProps {
  readonly report: Report;
  onComparison(comparison: PageComparison): void;
}

/** A larger file is no report. It is refused before it is read. */
const MAX_BYTES = 50_000_000;

/** Chooses another report of the endpoint. The page itself reads the file, which stays on the reader's machine. */
export function ComparisonChoice({ report, onComparison }: ComparisonChoiceProps) {
  const [fault, setFault] = useState('');
  const latest = useRef<File>(undefined);
  const choose = async (input: HTMLInputElement) => {
    const [file] = input.files ?? [];
    if (!file) return;
    // The same file can be chosen again.
    input.value = '';
    latest.current = file;
    try {
      if (file.size > MAX_BYTES) throw new Error('The file is too large for a report.');
      const comparison = comparePage(report, await readReportFile(await file.text()));
      if (latest.current !== file) return;
      onComparison(comparison);
      setFault('');
    } catch (error) {
      setFault(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <section class="comparison-choice" aria-label="Compare">
      <label>
        Compare with another report of this endpoint{' '}
        <input
          type="file"
          accept=".html,.json,text/html,application/json"
          onChange={event => void choose(event.currentTarget)}
        />
      </label>
      {fault !== '' && <span role="alert">{fault}</span>}
    </section>
  );
}
