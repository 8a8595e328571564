import type { FrameTable } from '../frames/frame-table.js';

const MAX_FRAMES = 120;

/**
 * The frames of a stack that the tree shows, from the top down to the sampled one.
 *
 * This package's own frames are left out. The nearest one above application code is the wrapper that opened the
 * innermost span. The frames above it belong to the outer spans, and are not repeated.
 *
 * Node's frames at the top are left out, too. They differ before and after an `await`, and would show one function in
 * two places.
 *
 * @internal
 */
export function shownStack(table: FrameTable, leaf: number): number[] {
  const path: number[] = [];
  for (let at = leaf; at >= 0; at = table.parentOf(at)) {
    if (table.isSpecial(at)) continue;
    if (table.originOf(at).of !== 'own') path.push(at);
    else if (path.length > 0) break;
  }
  // A stack of Node's frames only is work of Node itself.
  const top = path.findLastIndex(at => table.originOf(at).library !== 'node');
  if (top >= 0) path.length = top + 1;
  path.reverse();
  return path.length > MAX_FRAMES ? shorten(table, path) : path;
}

/** Leaves out library frames first, from the middle outwards, then any other frame in the same order. */
function shorten(table: FrameTable, path: readonly number[]): number[] {
  const dropped = new Set<number>();
  const middle = path.length >> 1;
  for (const libraryOnly of [true, false]) {
    for (let step = 0; step < path.length && path.length - dropped.size > MAX_FRAMES; step++) {
      const position = step % 2 === 0 ? middle + step / 2 : middle - (step + 1) / 2;
      const index = path[position];
      // The sampled function always stays, because the time is its own.
      if (index === undefined || position === path.length - 1) continue;
      if (!libraryOnly || table.originOf(index).of === 'library') dropped.add(position);
    }
  }
  return path.filter((_, position) => !dropped.has(position));
}
