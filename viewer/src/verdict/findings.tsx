import type { Verdict } from '../../../lib/model/report.interface.js';
import { LongText } from '../components/long-text.js';
import { Section } from '../components/section.js';
import { duration, percent } from '../format.js';
import { VERDICTS } from '../tones.js';
import { VerdictDetails } from './verdict-details.js';

/** What else was found, largest first. */
export function Findings({ findings }: { findings: readonly Verdict[] }) {
  if (findings.length === 0) return null;
  return (
    <Section id="findings" title="Also found">
      <ol class="findings">
        {findings.map((finding, index) => (
          <li key={index} class={`tone-${VERDICTS[finding.kind].tone}`}>
            <div>
              <h3>
                <LongText text={finding.headline} />
              </h3>
              <VerdictDetails verdict={finding} />
            </div>
            <p class="finding-figure">
              <span class="badge">{VERDICTS[finding.kind].name}</span>
              <span>
                {duration(finding.ms)} · {percent(finding.share)}
              </span>
            </p>
          </li>
        ))}
      </ol>
    </Section>
  );
}
