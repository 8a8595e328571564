/** Counts by name. @internal */
export type Counts<Name extends string> = Readonly<Partial<Record<Name, number>>>;

/** The sums of two sets of counts, by name. @internal */
export function addCounts<Name extends string>(one: Counts<Name>, other: Counts<Name>): Counts<Name> {
  const sums = new Map<string, number>(
    Object.entries<number | undefined>(one).map(([name, count = 0]) => [name, count]),
  );
  for (const [name, count = 0] of Object.entries<number | undefined>(other))
    sums.set(name, (sums.get(name) ?? 0) + count);
  return Object.fromEntries(sums) as Counts<Name>;
}
