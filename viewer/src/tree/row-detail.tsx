import { LongText } from '../components/long-text.js';
import { counted, ms, percent, shareOf } from '../format.js';
import { describeRow } from './describe-row.js';
import type { TreeRow } from './tree-rows.js';
import type { Tree } from './use-tree.js';

/** The selected row in full: names that the tree cuts off, and the columns that a narrow page leaves out. */
export function RowDetail({ tree, row }: { tree: Tree; row: TreeRow }) {
  const content = describeRow(tree.layout, row);
  if (!content) return null;
  const { node, name, selfMs } = content;
  const figures = [
    `${ms(node.ms)} in total (${percent(shareOf(node.ms, tree.layout.nodes[0]?.ms ?? 0))})`,
    `${ms(selfMs)} self`,
    ...(node.count === undefined || row.run ? [] : [counted(node.count, 'time')]),
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
        <p class="mono">
          <LongText text={node.location} />
        </p>
      )}
      <p class="muted">{figures.join(' · ')}</p>
    </div>
  );
}
