import { durationText } from '../../../model/format/duration.js';
import { ENDERS } from '../../../model/format/ender.js';
import { markdownCode, markdownText } from '../../../model/format/markdown-text.js';
import type { Report, Verdict } from '../../../model/report.interface.js';
import type { Section } from './section.js';

const MAX_HEADLINE = 500;
const MAX_FINDINGS = 10;

/** The execution and its verdict: the first lines of the document. @internal */
export function verdictSection({ execution, verdict }: Report): Section {
  const { name, durationMs, thresholdMs, outcome, endedBy, status, startedAt, handler, stuck } = execution;
  const end = endedBy === undefined ? undefined : `(ended by ${ENDERS[endedBy]})`;
  const answer = stuck ? 'still running' : [status, outcome, end].filter(part => part !== undefined).join(' ');
  const title = stuck ? `# Stuck: ${markdownCode(name)} runs for` : `# Slow: ${markdownCode(name)} took`;
  const facts = [
    `threshold ${durationText(thresholdMs)}`,
    markdownText(answer),
    markdownText(startedAt),
    ...(handler === undefined ? [] : [markdownCode(handler)]),
  ];
  return {
    title: '',
    lines: [
      `${title} ${durationText(durationMs)}`,
      '',
      `**${markdownText(verdict.headline, MAX_HEADLINE)}**${placeOf(verdict)}`,
      '',
      ...holdersOf(verdict),
      facts.join(' · '),
    ],
  };
}

/** The findings after the verdict. @internal */
export function findingsSection({ findings }: Report): Section {
  return {
    title: 'Also',
    lines: findings
      .slice(0, MAX_FINDINGS)
      .map(finding => `- ${markdownText(finding.headline, MAX_HEADLINE)}${placeOf(finding)}`),
  };
}

/** ` (`orders.service.ts:42`)`, unless the headline contains it. */
function placeOf({ headline, location, culprit }: Verdict): string {
  const place = location ?? culprit?.location;
  return place === undefined || headline.includes(place) ? '' : ` (${markdownCode(place)})`;
}

/** Those who held the connections of the pool, when there are several. */
function holdersOf({ holders = [] }: Verdict): string[] {
  if (holders.length < 2) return [];
  const each = holders.map(({ name, count, ms }) => `${count} × ${markdownCode(name)} for ${durationText(ms)}`);
  return [`Connections in use: ${each.join(', ')}`, ''];
}
