import { durationText } from '../../../../lib/model/format/duration.js';
import { shareOf, shareText } from '../../../../lib/model/format/share.js';
import { LongText } from '../../components/long-text.js';
import { describeRow } from '../../model/row-content.js';
import { Place } from '../places/place.js';
import type { TreeLayout } from '../../model/tree-layout.js';
import type { TreeRow } from '../../model/tree-rows.js';

interface RowDetailProps {
  readonly layout: TreeLayout;
  readonly row: Pick<TreeRow, 'index' | 'ms' | 'run'>;
}

/** The selected row with its whole name, and the columns that a narrow page hides. */
export function RowDetail({ layout, row }: RowDetailProps) {
  const content = describeRow(layout, row);
  if (!content) return null;
  const { node, name, selfMs, count } = content;
  const figures = [
    `${durationText(row.ms)} in total (${shareText(shareOf(row.ms, layout.nodes[0]?.ms ?? 0))})`,
    `${durationText(selfMs)} self`,
    ...(count === undefined ? [] : [count]),
  ];
  return (
    <div class="detail">
      <p class="mono strong">
        <LongText text={name} />
      </p>
      {node.library !== undefined && !row.run && (
        <p>
          Library <LongText text={node.library} />
        </p>
      )}
      {node.location !== undefined && (
        <p>
          <Place place={node.location} />
        </p>
      )}
      <p class="muted">{figures.join(' · ')}</p>
    </div>
  );
}
