import { durationText } from '../../../../lib/model/format/duration.js';
import { shareText } from '../../../../lib/model/format/share.js';
import type { Accounting, Verdict } from '../../../../lib/model/report.interface.js';
import { LongText } from '../../components/long-text.js';
import { verdictCount } from '../../model/counts.js';
import { VERDICTS, verdictTone } from '../../model/tones.js';
import { VerdictDetails } from './verdict-details.js';

/** The verdict's sentence with its figures. */
export function VerdictCard({ verdict, accounting }: { verdict: Verdict; accounting: Accounting }) {
  const count = verdictCount(verdict, accounting);
  return (
    <section class={`card verdict tone-${verdictTone(verdict, accounting)}`} aria-labelledby="verdict-headline">
      <div class="verdict-text">
        <p class="badge">
          {VERDICTS[verdict.kind].name}
          {count !== '' && <span> · {count}</span>}
        </p>
        <h2 id="verdict-headline" class="headline">
          <LongText text={verdict.headline} />
        </h2>
        <VerdictDetails verdict={verdict} />
      </div>
      <p class="verdict-figure">
        <strong>{shareText(verdict.share)}</strong>
        <span>
          {durationText(verdict.ms)} of {durationText(accounting.durationMs)}
        </span>
      </p>
    </section>
  );
}
