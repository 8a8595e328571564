import { durationText } from '../../../../lib/model/format/duration.js';
import { shareOf, shareText } from '../../../../lib/model/format/share.js';
import { cutLine } from '../../model/text.js';
import { nodeTone } from '../../model/tones.js';
import { describeRow } from '../../model/row-content.js';
import type { TreeRow } from '../../model/tree-rows.js';
import type { Tree } from '../../model/tree.js';

/** Deeper levels have this indentation too, so that the names of a deep stack stay on the page. */
const MAX_INDENT = 20;

interface CallTreeRowProps {
  readonly tree: Tree;
  readonly row: TreeRow;
  /** Position among all visible rows, from 0. */
  readonly rowNumber: number;
  readonly top: number;
  readonly selected: boolean;
  /** A search has found it. */
  readonly found: boolean;
  onSelect(index: number): void;
}

/** One row of the call tree. */
export function CallTreeRow({ tree, row, rowNumber, top, selected, found, onSelect }: CallTreeRowProps) {
  const content = describeRow(tree.layout, row);
  if (!content) return null;
  const { node, style, tag, selfMs, count } = content;
  const name = cutLine(content.name);
  const location = node.location === undefined ? undefined : cutLine(node.location);
  const { index } = row;
  const isRun = tree.layout.run[index] === index;
  const tone = nodeTone(node);
  const share = shareOf(row.ms, tree.layout.nodes[0]?.ms ?? 0);
  const toggle = () => {
    onSelect(index);
    if (row.run && !row.hasChildren) tree.toggleRun(index);
    else if (row.hasChildren) tree.toggle(index);
  };
  return (
    <div
      role="row"
      id={`node-${index}`}
      class={`tree-row is-${style} ${tone === undefined ? 'is-span' : `tone-${tone}`}${found ? ' is-found' : ''}`}
      aria-level={row.level}
      aria-posinset={row.position}
      aria-setsize={row.siblings}
      aria-rowindex={rowNumber + 2}
      aria-expanded={row.hasChildren ? row.expanded : undefined}
      aria-selected={selected}
      style={{ top: `${top}px`, '--indent': String(Math.min(row.level - 1, MAX_INDENT)) }}
      onClick={toggle}
    >
      <span role="gridcell" class="cell-call" title={location === undefined ? name : `${name} — ${location}`}>
        <span class="chevron" aria-hidden="true">
          {row.hasChildren ? (row.expanded ? '▾' : '▸') : ''}
        </span>
        {tag !== undefined && <span class="tag">{tag}</span>}
        {isRun ? (
          <>
            {!row.run && <span class="name value">{name}</span>}
            <button
              type="button"
              class={row.run ? 'run' : 'run fold'}
              tabIndex={-1}
              onClick={event => {
                event.stopPropagation();
                onSelect(index);
                tree.toggleRun(index);
              }}
            >
              {row.run ? name : 'fold'}
            </button>
          </>
        ) : (
          name !== tag && <span class="name value">{name}</span>
        )}
        {node.library !== undefined && !row.run && <span class="library value">{cutLine(node.library)}</span>}
        {location !== undefined && !row.run && <span class="location value">{location}</span>}
      </span>
      <span role="gridcell" class="cell-total">
        {durationText(row.ms)}
      </span>
      <span role="gridcell" class="cell-self">
        {durationText(selfMs)}
      </span>
      <span role="gridcell" class="cell-share" style={{ '--share': `${Math.min(share, 1) * 100}%` }}>
        {shareText(share)}
      </span>
      <span role="gridcell" class="cell-count">
        {count ?? ''}
      </span>
    </div>
  );
}
