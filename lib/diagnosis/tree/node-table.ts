import type { TreeNode } from '../../model/report.interface.js';
import type { DiagnoseOptions } from '../diagnosis.interface.js';
import type { FrameTable } from '../frames/frame-table.js';
import { functionName, treeLocation } from '../frames/frames.js';

/** A node of the tree, apart from its time and its place. @internal */
export type NodeAppearance = Pick<TreeNode, 'type' | 'name' | 'spanKind' | 'on' | 'location' | 'library'>;

/**
 * Numbers the appearances of nodes, so that the draft of the tree needs no objects. The numbers of frames are their
 * indices in the recording; spans, waits and all others follow.
 *
 * @internal
 */
export class NodeTable {
  private readonly others: NodeAppearance[] = [];
  private readonly byName = new Map<string, number>();

  constructor(
    private readonly table: FrameTable,
    private readonly options: DiagnoseOptions,
  ) {}

  add(appearance: NodeAppearance): number {
    return this.table.frames.length + this.others.push(appearance) - 1;
  }

  /** The same number for the same type, kind of wait and name. */
  named(type: TreeNode['type'], name: string, on?: TreeNode['on']): number {
    const key = `${type} ${on ?? ''} ${name}`;
    const known = this.byName.get(key) ?? this.add({ type, name, ...(on !== undefined && { on }) });
    this.byName.set(key, known);
    return known;
  }

  appearanceOf(id: number): NodeAppearance {
    const frame = this.table.frames[id];
    if (frame === undefined) return this.others[id - this.table.frames.length] ?? { type: 'frame', name: '' };
    const { library } = this.table.originOf(id);
    return { type: 'frame', name: functionName(frame), location: treeLocation(frame, this.options.cwd), library };
  }
}
