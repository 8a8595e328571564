import { type AccountingPart, accountingParts } from '../../../../lib/model/format/accounting-parts.js';
import { durationText } from '../../../../lib/model/format/duration.js';
import type { Accounting } from '../../../../lib/model/report.interface.js';
import { Section } from '../../components/section.js';
import { AccountingBar } from './accounting-bar.js';
import { AccountingTable } from './accounting-table.js';

interface AccountingSectionProps {
  readonly accounting: Accounting;
  /** Shows the calls in which this part of the time was spent. */
  onPart(part: AccountingPart): void;
}

/** Every millisecond of the wall time, in exactly one part. */
export function AccountingSection({ accounting, onPart }: AccountingSectionProps) {
  const parts = accountingParts(accounting);
  return (
    <Section id="accounting" title="Where the time went" aside={`${durationText(accounting.durationMs)} of wall time`}>
      <AccountingBar parts={parts} durationMs={accounting.durationMs} onPart={onPart} />
      <AccountingTable parts={parts} durationMs={accounting.durationMs} onPart={onPart} />
    </Section>
  );
}
