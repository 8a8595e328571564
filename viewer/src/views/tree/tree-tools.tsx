import type { Tree } from '../../model/tree.js';

/** Opens and closes many rows at once. */
export function TreeTools({ tree }: { tree: Tree }) {
  return (
    <div class="card-aside">
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
    </div>
  );
}
