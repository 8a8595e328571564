import type { OptionCatalog } from '../catalog/option-catalog.js';

/** A longer name is no misspelled option. */
const LONGEST = 60;

/**
 * Suggests the option that an unknown name may stand for: a misspelled one, one of another group, or one under the name of
 * its variable.
 *
 * @param group the path of the group that contains the name
 * @internal
 */
export function nearestOption(catalog: OptionCatalog, name: string, group: string): string | undefined {
  const known = namesOf(catalog);
  // A name of the same group is more likely than one of another group.
  return nearest(name, [...known.filter(({ path }) => parentOf(path) === group), ...known])?.path;
}

/** Suggests the variable that an unknown one may stand for. @internal */
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

/** The paths, last parts and variables of all options. Built for an unknown name only, so not kept. */
function namesOf({ list }: OptionCatalog): readonly OptionName[] {
  return list.flatMap(({ path, facts }) => [
    { path, plain: plain(path) },
    { path, plain: plain(path.slice(path.lastIndexOf('.') + 1)) },
    ...(facts.variable === undefined ? [] : [{ path, plain: plain(facts.variable.slice('WPM_'.length)) }]),
  ]);
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

/** Counts letters to add, remove, replace, or swap with their neighbour. Infinity when the count exceeds `limit`. */
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
    // A swap uses the row before the last, but never costs less than the last row.
    if (least > limit) return Number.POSITIVE_INFINITY;
    [beforeLast, last] = [last, current];
  }
  return last[b.length] ?? 0;
}

function parentOf(path: string): string {
  return path.includes('.') ? path.slice(0, path.lastIndexOf('.')) : '';
}
