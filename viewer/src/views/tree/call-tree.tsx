import { useLayoutEffect, useRef } from 'preact/hooks';
import { useWindow } from '../../components/use-window.js';
import { treeKey } from '../../model/tree-keys.js';
import type { Tree } from '../../model/tree.js';
import { CallTreeRow } from './call-tree-row.js';

/** Pixels; the same value is in `grid.css`. Rows of one height let the list draw only the visible ones. */
const ROW_HEIGHT = 30;

interface CallTreeProps {
  readonly tree: Tree;
  /** Index of the selected node; its row is visible. */
  readonly selected: number;
  /** The nodes that a search has found. */
  readonly found: ReadonlySet<number>;
  /** Another number scrolls to the selected row. */
  readonly revealed: number;
  onSelect(index: number): void;
}

/** The rows of the call tree, as an ARIA treegrid. */
export function CallTree({ tree, selected, found, revealed, onSelect }: CallTreeProps) {
  const grid = useRef<HTMLDivElement>(null);
  const moved = useRef(false);
  const { rows } = tree;
  const { first, last } = useWindow(grid, rows.length, ROW_HEIGHT);
  const at = rows.findIndex(row => row.index === selected);

  useLayoutEffect(() => {
    // Only a key scrolls the tree. A click must not move the row away from the pointer.
    if (moved.current && grid.current) reveal(grid.current, at);
    moved.current = false;
  }, [at]);
  useLayoutEffect(() => {
    if (revealed > 0 && grid.current) reveal(grid.current, at);
    // The selection alone does not scroll.
  }, [revealed]);

  const onKeyDown = (event: KeyboardEvent) => {
    const next = treeKey(event.key, tree, at);
    if (next === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    moved.current = true;
    const row = rows[next];
    if (row) onSelect(row.index);
  };

  return (
    <div
      class="grid tree"
      role="treegrid"
      aria-label="Call tree"
      aria-rowcount={rows.length + 1}
      aria-activedescendant={at >= first && at < last ? `node-${selected}` : undefined}
      tabIndex={0}
      ref={grid}
      onKeyDown={onKeyDown}
    >
      <div role="rowgroup" class="grid-head">
        <div role="row" class="tree-row" aria-rowindex={1}>
          {['Call', 'Total', 'Self', 'Share', 'Count'].map(title => (
            <span key={title} role="columnheader" class={`cell-${title.toLowerCase()}`}>
              {title}
            </span>
          ))}
        </div>
      </div>
      <div role="rowgroup" class="grid-body" style={{ height: `${rows.length * ROW_HEIGHT}px` }}>
        {rows.slice(first, last).map((row, offset) => (
          <CallTreeRow
            key={row.index}
            tree={tree}
            row={row}
            rowNumber={first + offset}
            top={(first + offset) * ROW_HEIGHT}
            selected={row.index === selected}
            found={found.has(row.index)}
            onSelect={onSelect}
          />
        ))}
      </div>
    </div>
  );
}

/** Scrolls as little as possible until the row is visible below the header. */
function reveal(grid: HTMLElement, at: number): void {
  const top = at * ROW_HEIGHT;
  // The header covers the height of one row.
  const lowest = top + 2 * ROW_HEIGHT - grid.clientHeight;
  if (grid.scrollTop > top) grid.scrollTop = top;
  else if (grid.scrollTop < lowest) grid.scrollTop = lowest;
}
