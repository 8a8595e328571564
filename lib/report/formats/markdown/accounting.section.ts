import { showDuration, showShare } from '../../../diagnosis/findings/headline.js';
import { markdownRow, markdownText } from './markdown-text.js';
import type { Accounting } from '../../../model/report.interface.js';
import type { Section } from './section.js';

const MAX_LABEL = 200;

/** Where the wall time went: parts that took none are left out. @internal */
export function accountingSection(accounting: Accounting): Section {
  const { cpuMs, gcMs, blockedMs, clientMs, unexplainedMs, waiting, durationMs } = accounting;
  const parts: (readonly [name: string, ms: number, count?: number])[] = [
    ['Own code', cpuMs],
    ['Garbage collection', gcMs],
    ['Event loop held by others', blockedMs],
    ...waiting.map(
      ({ on, label, ms, count }) => [`Waiting: ${on}, ${markdownText(label, MAX_LABEL)}`, ms, count] as const,
    ),
    ['Waiting for the client', clientMs],
    ['Unexplained', unexplainedMs],
  ];
  const rows = parts
    .filter(([, ms]) => ms > 0)
    .map(([name, ms, count]) =>
      markdownRow([name, showDuration(ms), showShare(durationMs > 0 ? ms / durationMs : 0), String(count ?? '')]),
    );
  return {
    title: 'Where the time went',
    lines: [markdownRow(['part', 'time', 'share', 'count']), '| --- | ---: | ---: | ---: |', ...rows],
  };
}
