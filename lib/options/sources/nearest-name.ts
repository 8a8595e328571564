import { optionList } from './option-tree.js';

/** Longer names are nobody's typing error. */
const LONGEST = 60;

/**
 * The option that an unknown name stands for, as far as it can be guessed: one that is spelled nearly so, stands
 * elsewhere, or is called so in the environment.
 *
 * @param group the path of the group that the name was found in
 * @internal
 */
export function nearestOption(name: string, group: string): string | undefined {
  const names = optionList.flatMap(({ path, facts }) => [
    { path, name: path },
    { path, name: path.slice(path.lastIndexOf('.') + 1) },
    ...(facts.variable === undefined ? [] : [{ path, name: facts.variable.slice('WPM_'.length) }]),
  ]);
  // A name of the same group is more likely than one that stands elsewhere.
  const near = [...names.filter(({ path }) => parentOf(path) === group), ...names];
  return nearest(
    name,
    near.map(each => each.name),
    index => near[index]?.path,
  );
}

/** The variable that an unknown one stands for. @internal */
export function nearestVariable(name: string, known: readonly string[]): string | undefined {
  return nearest(name, known, index => known[index]);
}

function nearest(
  name: string,
  candidates: readonly string[],
  resultOf: (index: number) => string | undefined,
): string | undefined {
  const wanted = plain(name);
  let best: { readonly index: number; readonly distance: number } | undefined;
  for (const [index, candidate] of candidates.entries()) {
    const other = plain(candidate);
    const limit = Math.max(1, Math.floor(Math.min(wanted.length, other.length) / 4));
    if (Math.abs(wanted.length - other.length) > limit) continue;
    const distance = distanceOf(wanted, other);
    if (distance <= limit && distance < (best?.distance ?? Number.POSITIVE_INFINITY)) best = { index, distance };
  }
  return best === undefined ? undefined : resultOf(best.index);
}

function plain(name: string): string {
  return name
    .slice(0, LONGEST)
    .toLowerCase()
    .replace(/[_\-.]/g, '');
}

/** Letters to add, leave out, replace, or swap with their neighbour. */
function distanceOf(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1];
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      current[column] = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
        swapped ? (beforeLast[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    [beforeLast, last] = [last, current];
  }
  return last[b.length] ?? 0;
}

function parentOf(path: string): string {
  return path.includes('.') ? path.slice(0, path.lastIndexOf('.')) : '';
}
