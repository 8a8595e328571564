import { useEffect, useMemo, useState } from 'preact/hooks';
import type { AccountingPart } from '../../../../lib/model/format/accounting-parts.js';
import type { TreeNode } from '../../../../lib/model/report.interface.js';
import { Section } from '../../components/section.js';
import type { Address } from '../../components/use-address.js';
import { nodeOfPart } from '../../model/part-node.js';
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

interface TreeSectionProps {
  readonly tree: TreeNode;
  readonly address: Address;
  /** A part of the accounting: its calls are shown. */
  readonly asked: { readonly part: AccountingPart } | undefined;
}

/** The wall-clock call tree: spans, waits and CPU frames in one tree, in three views with one search and selection. */
export function TreeSection({ tree: root, address, asked }: TreeSectionProps) {
  const tree = useTree(root);
  const { layout } = tree;
  const { opened } = address;
  const linked = opened.selected < layout.nodes.length ? opened.selected : 0;
  const [view, setView] = useState<View>(opened.view);
  const [selected, setSelected] = useState(linked);
  const [query, setQuery] = useState(opened.query);
  const [revealed, setRevealed] = useState(0);
  const found = useMemo(() => searchTree(layout, query), [layout, query]);
  const matches = useMemo(() => new Set(found.matches), [found]);
  const isSearching = query.trim() !== '' && found.fault === undefined;
  useEffect(() => {
    if (linked > 0) show(linked);
    // The address is read once.
  }, []);
  useEffect(() => address.save({ view, query, selected }), [view, query, selected]);
  useEffect(() => {
    if (!asked) return;
    if (view === 'functions') setView('tree');
    show(nodeOfPart(layout, asked.part));
    const section = document.getElementById('tree');
    section?.scrollIntoView({ behavior: 'instant' });
    // The keyboard goes on where the reader looks.
    section?.querySelector<HTMLElement>('[role=treegrid], .flame')?.focus({ preventScroll: true });
    // Only another question moves the page.
  }, [asked]);
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
