import { useState } from 'preact/hooks';
import type { TreeNode } from '../../../../lib/model/report.interface.js';
import { Section } from '../../components/section.js';
import { CallTree } from './call-tree.js';
import { RowDetail } from './row-detail.js';
import { useTree } from './use-tree.js';

/** The wall-clock call tree: spans, waits and CPU frames in one tree. */
export function TreeSection({ tree: root }: { tree: TreeNode }) {
  const tree = useTree(root);
  const [selected, setSelected] = useState(0);
  const tools = (
    <>
      {tree.hasRuns && (
        <label class="check">
          <input type="checkbox" checked={tree.allUnfolded} onChange={tree.toggleAllRuns} />
          Show library frames
        </label>
      )}
      <button type="button" onClick={tree.showHotPath}>
        Hot path
      </button>
      <button type="button" onClick={tree.expandAll}>
        Expand all
      </button>
    </>
  );
  const row = tree.rows.find(each => each.index === selected) ?? tree.rows[0];
  return (
    <Section id="tree" title="Call tree" aside={tools}>
      <p class="hint">
        Each instant is charged to one row. The total of parallel calls is therefore less than the length of their bars
        in the timeline.
      </p>
      <CallTree tree={tree} selected={row?.index ?? 0} onSelect={setSelected} />
      {row && <RowDetail tree={tree} row={row} />}
    </Section>
  );
}
