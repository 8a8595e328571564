import { nodeName, placeOf } from '../time-order/shown-name.js';
import type { TreeNode } from '../../../model/report.interface.js';

/** A function of the file: speedscope adds up those with equal numbers. @internal */
export interface SpeedscopeFrame {
  readonly name: string;
  readonly file?: string;
  /** From 1. */
  readonly line?: number;
}

/** The functions, spans and waits of all profiles in a file, each once. @internal */
export class FrameList {
  readonly frames: SpeedscopeFrame[] = [];
  private readonly known = new Map<string, number>();

  /** @returns its index in the file */
  ofNode(node: TreeNode): number {
    const { file, line } = placeOf(node);
    return this.add({ name: nodeName(node), ...(file !== '' && { file }), ...(line > 0 && { line }) });
  }

  add(frame: SpeedscopeFrame): number {
    const key = `${frame.name}\n${frame.file ?? ''}:${frame.line ?? ''}`;
    const index = this.known.get(key) ?? this.frames.push(frame) - 1;
    this.known.set(key, index);
    return index;
  }
}
