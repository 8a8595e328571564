import { durationText } from '../../../../lib/model/format/duration.js';
import { victimGroups } from '../../../../lib/model/format/victim-groups.js';
import type { Report } from '../../../../lib/model/report.interface.js';
import { LongText } from '../../components/long-text.js';
import { Section } from '../../components/section.js';
import { counted, instant, integer } from '../../model/text.js';

/** The executions that this one made slow, and those of the same endpoint that were only counted. */
export function Consequences({ repeats, victims = [] }: Pick<Report, 'repeats' | 'victims'>) {
  if (repeats === undefined && victims.length === 0) return null;
  return (
    <Section id="consequences" title="Consequences">
      {repeats !== undefined && (
        <p>
          {counted(repeats.count, 'more slow execution')} of this endpoint
          {repeats.hosts !== undefined && repeats.hosts > 1 && ` on ${integer(repeats.hosts)} hosts`} since{' '}
          {instant(repeats.since)}; the longest took {durationText(repeats.worstMs)}.
        </p>
      )}
      {victims.length > 0 && (
        <table class="figures">
          <thead>
            <tr>
              <th scope="col">Held up</th>
              <th scope="col" class="number">
                Executions
              </th>
              <th scope="col" class="number">
                Longest
              </th>
            </tr>
          </thead>
          <tbody>
            {victimGroups(victims).map(({ name, count, worstMs }) => (
              <tr key={name}>
                <th scope="row" class="mono">
                  <LongText text={name} />
                </th>
                <td class="number">{integer(count)}</td>
                <td class="number">{durationText(worstMs)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Section>
  );
}
