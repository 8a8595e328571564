import { durationText } from '../../../../lib/model/format/duration.js';
import type { Verdict } from '../../../../lib/model/report.interface.js';
import { LongText } from '../../components/long-text.js';
import { Place } from '../places/place.js';

/** Lines with a file. */
const PLACES: ReadonlySet<string> = new Set(['Location', 'At']);

/** The subject, code location, culprit, holders and lock of a verdict. */
export function VerdictDetails({ verdict }: { verdict: Verdict }) {
  const { culprit, holders = [], lock } = verdict;
  const lines: [string, string | undefined][] = [
    ['Subject', verdict.subject],
    ['Location', verdict.location],
    ['Blocked by', culprit?.name],
    ['Running', culprit?.function],
    ['At', culprit?.location],
    ['Held by', holders.map(holderText).join(', ')],
    [lock?.certain === true ? 'Lock held by' : 'Lock probably held by', lock && `${lock.name}, in ${lock.table}`],
  ];
  // A culprit repeats subject and location. Each text appears once, under its last label.
  const shown = lines.filter(([, text], index) => text && !lines.slice(index + 1).some(([, later]) => later === text));
  return (
    <dl class="inline-facts">
      {shown.map(([label, text]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd class="mono">{PLACES.has(label) ? <Place place={text ?? ''} /> : <LongText text={text ?? ''} />}</dd>
        </div>
      ))}
    </dl>
  );
}

/** `8 × GET /reports/revenue for 1.90 s` */
function holderText({ name, count, ms }: NonNullable<Verdict['holders']>[number]): string {
  return `${count} × ${name} for ${durationText(ms)}`;
}
