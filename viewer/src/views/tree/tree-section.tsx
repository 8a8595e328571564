import { useEffect, useMemo, useState } from 'preact/hooks';
import type { TreeNode } from '../../../../lib/model/report.interface.js';
import { Section } from '../../components/section.js';
import { readState, stateHash } from '../../model/page-state.js';
import { nextMatch, searchTree } from '../../model/tree-search.js';
import type { View } from '../../model/views.js';
import { FlameGraph } from '../flame/flame-graph.js';
import { FunctionTable } from '../functions/function-table.js';
import { CallTree } from './call-tree.js';
import { RowDetail } from './row-detail.js';
import { TreeSearch } from './tree-search.js';
import { TreeTools } from './tree-tools.js';
import { useTree } from './use-tree.js';
import { ViewChoice } from './view-choice.js';

/** The wall-clock call tree: spans, waits and CPU frames in one tree, in three views with one search and selection. */
export function TreeSection({ tree: root }: { tree: TreeNode }) {
  const tree = useTree(root);
  const { layout } = tree;
  const [opened] = useState(() => readState(location.hash, layout.nodes.length));
  const [view, setView] = useState<View>(opened.view);
  const [selected, setSelected] = useState(opened.selected);
  const [query, setQuery] = useState(opened.query);
  const [revealed, setRevealed] = useState(0);
  const found = useMemo(() => searchTree(layout, query), [layout, query]);
  const matches = useMemo(() => new Set(found.matches), [found]);
  const isSearching = query.trim() !== '' && found.fault === undefined;
  useEffect(() => {
    if (opened.selected > 0) show(opened.selected);
    // The address is read once.
  }, []);
  useEffect(() => {
    const hash = stateHash({ view, query, selected });
    // A part of the address without a hash would be the whole address again.
    history.replaceState(null, '', hash === '' ? location.pathname + location.search : hash);
  }, [view, query, selected]);
  const show = (index: number) => {
    if (index < 0) return;
    tree.reveal(index);
    setSelected(index);
    setRevealed(revealed + 1);
  };
  const change = (next: View) => {
    if (next === 'tree') show(selected);
    setView(next);
  };
  const row = tree.rows.find(each => each.index === selected) ?? tree.rows[0];
  const shared = { layout, selected, found: isSearching ? matches : undefined, onSelect: setSelected };
  return (
    <Section id="tree" title="Call tree" aside={<ViewChoice view={view} onView={change} />}>
      <p class="hint">
        Each instant is charged to one row. The total of parallel calls is therefore less than the length of their bars
        in the timeline.
      </p>
      <div class="tree-head">
        <TreeSearch
          query={query}
          found={found}
          selected={selected}
          totalMs={layout.nodes[0]?.ms ?? 0}
          onQuery={setQuery}
          onStep={step => show(nextMatch(found, selected, step))}
        />
        {view === 'tree' && <TreeTools tree={tree} />}
      </div>
      {view === 'flame' && <FlameGraph {...shared} />}
      {view === 'functions' && <FunctionTable {...shared} />}
      {view === 'tree' && (
        <>
          <CallTree tree={tree} selected={row?.index ?? 0} found={matches} revealed={revealed} onSelect={setSelected} />
          {row && <RowDetail layout={layout} row={row} />}
        </>
      )}
    </Section>
  );
}
