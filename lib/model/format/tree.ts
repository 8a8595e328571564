import type { TreeNode } from '../tree.interface.js';

/** The things that a node's `count` counts, in the singular. A function has no count. @internal */
export const COUNTED: Readonly<Record<TreeNode['type'], string | undefined>> = {
  span: 'call',
  frame: undefined,
  wait: 'wait',
  gc: 'pause',
  blocked: 'interval',
  client: 'wait',
  starved: undefined,
  unexplained: undefined,
};

const REST = /^\((?:not sampled|\d+ more)\)$/;

/** True for a node that stands for no function: `(not sampled)`, `(12 more)`. @internal */
export function isRest({ name }: Pick<TreeNode, 'name'>): boolean {
  return REST.test(name);
}

/** Further libraries are counted, not named. */
const NAMED_LIBRARIES = 3;

/**
 * The name of a run of library frames that is shown as one line: `12 frames hidden (express, router, node and 2 more)`.
 *
 * @param frames connected frames, the outermost first
 * @internal
 */
export function hiddenFrames(frames: readonly Pick<TreeNode, 'library'>[]): string {
  const libraries = [...new Set(frames.map(({ library = '' }) => library))];
  const named = libraries.slice(0, NAMED_LIBRARIES).join(', ');
  const more = libraries.length > NAMED_LIBRARIES ? ` and ${libraries.length - NAMED_LIBRARIES} more` : '';
  return `${frames.length} frames hidden (${named}${more})`;
}
