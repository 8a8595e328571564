import { LongText } from '../../components/long-text.js';
import { Section } from '../../components/section.js';
import type { PageComparison } from '../../model/page-comparison.js';
import { ChangeTable } from './change-table.js';

/** The page's report beside another one of its endpoint: what grew, and what shrank. */
export function ComparisonSection({ comparison, onClose }: { comparison: PageComparison; onClose(): void }) {
  const { summary, sides, tables } = comparison;
  return (
    <Section id="comparison" title="Comparison" aside={summary}>
      <dl class="inline-facts">
        {sides.map(({ startedAt, headline }, index) => (
          <div key={index}>
            <dt>
              {index === 0 ? 'Before' : 'After'}, {startedAt}
            </dt>
            <dd>
              <LongText text={headline} />
            </dd>
          </div>
        ))}
      </dl>
      {tables.length === 0 && <p>No part changed by 1 ms and 1 % of the duration.</p>}
      {tables.map(({ title, changes }) => (
        <ChangeTable key={title} title={title} changes={changes} />
      ))}
      <button type="button" class="link" onClick={onClose}>
        End the comparison
      </button>
    </Section>
  );
}
