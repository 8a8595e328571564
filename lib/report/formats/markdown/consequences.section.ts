import { durationText } from '../../../model/format/duration.js';
import { markdownCode, markdownText } from '../../../model/format/markdown-text.js';
import { victimGroups } from '../../../model/format/victim-groups.js';
import type { Report } from '../../../model/report.interface.js';
import type { Section } from './section.js';

const MAX_GROUPS = 10;

/** The executions that this one made slow, and those of the same endpoint that were only counted. @internal */
export function consequencesSection({ repeats, victims = [] }: Report): Section {
  const groups = victimGroups(victims);
  const more = groups.length - MAX_GROUPS;
  return {
    title: 'Consequences',
    lines: [
      ...(repeats === undefined
        ? []
        : [
            `- ${repeats.count} more slow${onHosts(repeats)} since ${markdownText(repeats.since)}, the longest ${durationText(repeats.worstMs)}`,
          ]),
      ...groups
        .slice(0, MAX_GROUPS)
        .map(
          ({ name, count, worstMs }) => `- Held up ${count} × ${markdownCode(name)}, at most ${durationText(worstMs)}`,
        ),
      ...(more > 0 ? [`- Held up executions of ${more} other names`] : []),
    ],
  };
}

function onHosts({ hosts = 1 }: NonNullable<Report['repeats']>): string {
  return hosts > 1 ? ` on ${hosts} hosts` : '';
}
