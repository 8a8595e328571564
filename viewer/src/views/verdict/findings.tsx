import { durationText } from '../../../../lib/model/format/duration.js';
import { shareText } from '../../../../lib/model/format/share.js';
import type { Verdict } from '../../../../lib/model/report.interface.js';
import { LongText } from '../../components/long-text.js';
import { Section } from '../../components/section.js';
import { VERDICTS } from '../../model/tones.js';
import { VerdictDetails } from './verdict-details.js';

/** The findings after the verdict, largest first. */
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
                {durationText(finding.ms)} · {shareText(finding.share)}
              </span>
            </p>
          </li>
        ))}
      </ol>
    </Section>
  );
}
