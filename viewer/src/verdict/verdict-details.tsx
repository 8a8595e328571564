import type { Verdict } from '../../../lib/model/report.interface.js';
import { LongText } from '../components/long-text.js';

/** What a verdict is about and where to look, below its headline. */
export function VerdictDetails({ verdict }: { verdict: Verdict }) {
  const { culprit } = verdict;
  const lines: [string, string | undefined][] = [
    ['What', verdict.subject],
    ['Where', verdict.location],
    ['Held by', culprit?.name],
    ['Running', culprit?.function],
    ['At', culprit?.location],
  ];
  // A culprit repeats what subject and location say: each text is shown once, under its most telling label.
  const told = lines.filter(([, text], index) => text && !lines.slice(index + 1).some(([, later]) => later === text));
  return (
    <dl class="inline-facts">
      {told.map(([label, text]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd class="mono">
            <LongText text={text ?? ''} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
