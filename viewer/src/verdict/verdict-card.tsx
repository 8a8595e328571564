import type { Verdict } from '../../../lib/model/report.interface.js';
import { LongText } from '../components/long-text.js';
import { counted, duration, percent } from '../format.js';
import { VERDICTS } from '../tones.js';
import { VerdictDetails } from './verdict-details.js';

/** The sentence that the reader came for, with its figures. */
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
        <strong>{percent(verdict.share)}</strong>
        <span>
          {duration(verdict.ms)} of {duration(durationMs)}
        </span>
      </p>
    </section>
  );
}
