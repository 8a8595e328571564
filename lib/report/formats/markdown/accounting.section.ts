import { accountingParts } from '../../../model/format/accounting-parts.js';
import { durationText } from '../../../model/format/duration.js';
import { markdownRow, markdownText } from '../../../model/format/markdown-text.js';
import { shareOf, shareText } from '../../../model/format/share.js';
import type { Accounting } from '../../../model/report.interface.js';
import type { Section } from './section.js';

const MAX_LABEL = 200;

/** The parts of the wall time, without those of 0 ms. @internal */
export function accountingSection(accounting: Accounting): Section {
  const rows = accountingParts(accounting)
    .filter(({ ms }) => ms > 0)
    .map(({ name, label, ms, count }) =>
      markdownRow([
        label === undefined ? name : `${name}, ${markdownText(label, MAX_LABEL)}`,
        durationText(ms),
        shareText(shareOf(ms, accounting.durationMs)),
        String(count ?? ''),
      ]),
    );
  return {
    title: 'Where the time went',
    lines: [markdownRow(['part', 'time', 'share', 'waits']), '| --- | ---: | ---: | ---: |', ...rows],
  };
}
