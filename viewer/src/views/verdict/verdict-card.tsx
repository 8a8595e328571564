import { durationText } from '../../../../lib/model/format/duration.js';
import { shareText } from '../../../../lib/model/format/share.js';
import type { Verdict } from '../../../../lib/model/report.interface.js';
import { LongText } from '../../components/long-text.js';
import { counted } from '../../model/text.js';
import { VERDICTS } from '../../model/tones.js';
import { VerdictDetails } from './verdict-details.js';

/** The verdict's sentence with its figures. */
export function VerdictCard({ verdict, durationMs }: { verdict: Verdict; durationMs: number }) {
  const { name, tone } = VERDICTS[verdict.kind];
  return (
    <section class={`card verdict tone-${tone}`} aria-labelledby="verdict-headline">
      <div class="verdict-text">
        <p class="badge">
          {name}
          {verdict.count !== undefined && <span> · {counted(verdict.count, 'time')}</span>}
        </p>
        <h2 id="verdict-headline" class="headline">
          <LongText text={verdict.headline} />
        </h2>
        <VerdictDetails verdict={verdict} />
      </div>
      <p class="verdict-figure">
        <strong>{shareText(verdict.share)}</strong>
        <span>
          {durationText(verdict.ms)} of {durationText(durationMs)}
        </span>
      </p>
    </section>
  );
}
