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
  const known = optionNames();
  // A name of the same group is more likely than one that stands elsewhere.
  return nearest(name, [...known.filter(({ path }) => parentOf(path) === group), ...known])?.path;
}

/** The variable that an unknown one stands for. @internal */
export function nearestVariable(name: string, known: readonly string[]): string | undefined {
  return nearest(
    name,
    known.map(variable => ({ variable, plain: plain(variable) })),
  )?.variable;
}

interface OptionName {
  readonly path: string;
  readonly plain: string;
}

let names: readonly OptionName[] | undefined;

/** All that an option may be called, made when the first unknown name asks for it. */
function optionNames(): readonly OptionName[] {
  names ??= optionList.flatMap(({ path, facts }) => [
    { path, plain: plain(path) },
    { path, plain: plain(path.slice(path.lastIndexOf('.') + 1)) },
    ...(facts.variable === undefined ? [] : [{ path, plain: plain(facts.variable.slice('WPM_'.length)) }]),
  ]);
  return names;
}

function nearest<Candidate extends { readonly plain: string }>(
  name: string,
  candidates: readonly Candidate[],
): Candidate | undefined {
  const wanted = plain(name);
  let best: Candidate | undefined;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const other = candidate.plain;
    const limit = Math.max(1, Math.floor(Math.min(wanted.length, other.length) / 4));
    if (Math.abs(wanted.length - other.length) > limit) continue;
    const distance = distanceWithin(limit, wanted, other);
    if (distance > limit || distance >= bestDistance) continue;
    best = candidate;
    bestDistance = distance;
  }
  return best;
}

function plain(name: string): string {
  return name
    .slice(0, LONGEST)
    .toLowerCase()
    .replace(/[_\-.]/g, '');
}

/** Letters to add, leave out, replace, or swap with their neighbour; Infinity as soon as they are more than `limit`. */
function distanceWithin(limit: number, a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    let least = row;
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1];
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      const distance = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
        swapped ? (beforeLast[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      );
      current[column] = distance;
      if (distance < least) least = distance;
    }
    // A swap looks back two rows, but never costs less than the row between them.
    if (least > limit) return Number.POSITIVE_INFINITY;
    [beforeLast, last] = [last, current];
  }
  return last[b.length] ?? 0;
}

function parentOf(path: string): string {
  return path.includes('.') ? path.slice(0, path.lastIndexOf('.')) : '';
}
