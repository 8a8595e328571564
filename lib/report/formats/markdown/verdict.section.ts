import { showDuration, showShare } from '../../../diagnosis/findings/headline.js';
import { markdownCode, markdownText } from './markdown-text.js';
import type { Report, Verdict } from '../../../model/report.interface.js';
import type { Section } from './section.js';

const MAX_HEADLINE = 500;
const MAX_FINDINGS = 10;

/** What was slow, and the cause, first of all. @internal */
export function verdictSection({ execution, verdict }: Report): Section {
  const { name, durationMs, thresholdMs, outcome, status, startedAt, handler } = execution;
  const answer = [status, outcome].filter(part => part !== undefined).join(' ');
  const facts = [
    `threshold ${showDuration(thresholdMs)}`,
    markdownText(answer),
    markdownText(startedAt),
    ...(handler === undefined ? [] : [markdownCode(handler)]),
  ];
  return {
    title: '',
    lines: [
      `# Slow: ${markdownCode(name)} took ${showDuration(durationMs)}`,
      '',
      `**${markdownText(verdict.headline, MAX_HEADLINE)}**${placeOf(verdict)}`,
      '',
      facts.join(' · '),
    ],
  };
}

/** What came second and later. @internal */
export function findingsSection({ findings }: Report): Section {
  return {
    title: 'Also',
    lines: findings
      .slice(0, MAX_FINDINGS)
      .map(
        finding =>
          `- ${showDuration(finding.ms)} (${showShare(finding.share)}): ${markdownText(finding.headline, MAX_HEADLINE)}${placeOf(finding)}`,
      ),
  };
}

/** ` (`orders.service.ts:42`)`, unless the headline says it already. */
function placeOf({ headline, location, culprit }: Verdict): string {
  const place = location ?? culprit?.location;
  return place === undefined || headline.includes(place) ? '' : ` (${markdownCode(place)})`;
}
