import { accountingParts } from '../../../../lib/model/format/accounting-parts.js';
import { durationText } from '../../../../lib/model/format/duration.js';
import type { Accounting } from '../../../../lib/model/report.interface.js';
import { Section } from '../../components/section.js';
import { AccountingBar } from './accounting-bar.js';
import { AccountingTable } from './accounting-table.js';

/** Every millisecond of the wall time, in exactly one part. */
export function AccountingSection({ accounting }: { accounting: Accounting }) {
  const parts = accountingParts(accounting);
  return (
    <Section id="accounting" title="Where the time went" aside={`${durationText(accounting.durationMs)} of wall time`}>
      <AccountingBar parts={parts} durationMs={accounting.durationMs} />
      <AccountingTable parts={parts} durationMs={accounting.durationMs} />
    </Section>
  );
}
