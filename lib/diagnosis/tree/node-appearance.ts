import type { TreeNode } from '../../model/report.interface.js';
import type { DiagnoseOptions } from '../diagnosis.interface.js';
import type { FrameTable } from '../frames/frame-table.js';
import { functionName, treeLocation } from '../frames/frames.js';
import type { NodeLook } from './tree-draft.js';

/**
 * Numbers for what the tree's nodes are: a frame's is its index in the recording, everything else's comes after.
 *
 * @internal
 */
export class NodeAppearance {
  private readonly others: NodeLook[] = [];
  private readonly byName = new Map<string, number>();

  constructor(
    private readonly table: FrameTable,
    private readonly options: DiagnoseOptions,
  ) {}

  add(look: NodeLook): number {
    return this.table.frames.length + this.others.push(look) - 1;
  }

  /** The same number for the same type and name. */
  named(type: TreeNode['type'], name: string): number {
    const key = `${type} ${name}`;
    const known = this.byName.get(key) ?? this.add({ type, name });
    this.byName.set(key, known);
    return known;
  }

  of(what: number): NodeLook {
    const frame = this.table.frames[what];
    if (frame === undefined) return this.others[what - this.table.frames.length] ?? { type: 'frame', name: '' };
    const { library } = this.table.originOf(what);
    return { type: 'frame', name: functionName(frame), location: treeLocation(frame, this.options.cwd), library };
  }
}
