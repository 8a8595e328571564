interface Open {
  readonly end: number;
}

/**
 * Gives a number to each bar that crosses another one of the same name: `Carrier.quote #2`. The Firefox Profiler ignores the
 * ids of pairs. It joins each end to the last beginning of the same name, and would show wrong durations.
 *
 * @internal
 */
export class NumberedNames {
  private readonly open = new Map<string, Open[]>();

  /** @param bar in the order of the starts; of equal ones, the longest first */
  nameOf({ name, start, end }: { readonly name: string; readonly start: number; readonly end: number }): string {
    for (let number = 1; ; number++) {
      const numbered = number === 1 ? name : `${name} #${number}`;
      const bars = this.open.get(numbered) ?? [];
      for (let last = bars.at(-1); last !== undefined && last.end <= start; last = bars.at(-1)) bars.pop();
      const around = bars.at(-1);
      if (around !== undefined && around.end < end) continue;
      bars.push({ end });
      this.open.set(numbered, bars);
      return numbered;
    }
  }
}
