import type { Accounting } from '../../../lib/model/report.interface.js';
import { Section } from '../components/section.js';
import { duration } from '../format.js';
import { AccountingBar } from './accounting-bar.js';
import { AccountingTable } from './accounting-table.js';
import { partsOf } from './parts.js';

/** Every millisecond of the wall time, once. */
export function AccountingSection({ accounting }: { accounting: Accounting }) {
  const parts = partsOf(accounting);
  return (
    <Section id="accounting" title="Where the time went" aside={`${duration(accounting.durationMs)} of wall time`}>
      <AccountingBar parts={parts} durationMs={accounting.durationMs} />
      <AccountingTable parts={parts} durationMs={accounting.durationMs} />
    </Section>
  );
}
