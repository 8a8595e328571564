import { durationText } from '../../../../lib/model/format/duration.js';
import { shareText } from '../../../../lib/model/format/share.js';
import type { Accounting, Verdict } from '../../../../lib/model/report.interface.js';
import { LongText } from '../../components/long-text.js';
import { Section } from '../../components/section.js';
import { VERDICTS, verdictTone } from '../../model/tones.js';
import { VerdictDetails } from './verdict-details.js';

/** The findings after the verdict, largest first. */
export function Findings({ findings, accounting }: { findings: readonly Verdict[]; accounting: Accounting }) {
  if (findings.length === 0) return null;
  return (
    <Section id="findings" title="Also found">
      <ol class="findings">
        {findings.map((finding, index) => (
          <li key={index} class={`tone-${verdictTone(finding, accounting)}`}>
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
