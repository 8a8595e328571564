import type { ExecutionKind } from '../model/execution.interface.js';
import { EndpointCounter } from './endpoint-counter.js';
import { MAX_ENDPOINTS, MAX_NAME_LENGTH, OTHER } from './endpoint-limits.js';
import type { Totals } from './totals.interface.js';
import type { EndpointStats } from '../model/performance-stats.interface.js';

/**
 * The counters of all endpoints: at most 500, and one more for each kind of execution, which counts all further endpoints.
 *
 * @internal
 */
export class EndpointTable {
  private readonly counters = new Map<ExecutionKind, Map<string, EndpointCounter>>();
  private readonly others = new Map<ExecutionKind, EndpointCounter>();
  private size = 0;

  /** Two map look-ups and no allocation for a known endpoint, and for those beyond the limit. */
  counterOf(kind: ExecutionKind, name: string): EndpointCounter {
    if (name.length > MAX_NAME_LENGTH) name = name.slice(0, MAX_NAME_LENGTH);
    return this.counters.get(kind)?.get(name) ?? this.add(kind, name);
  }

  /** Executions counted as `(other)`. */
  get dropped(): number {
    let dropped = 0;
    for (const counter of this.others.values()) dropped += counter.count;
    return dropped;
  }

  /** Sorted by cost, highest first. */
  snapshot(): EndpointStats[] {
    const counters = [...this.counters.values()]
      .flatMap(ofKind => [...ofKind.values()])
      .concat(...this.others.values());
    return counters.map(counter => counter.snapshot()).sort((a, b) => b.p95Ms * b.count - a.p95Ms * a.count);
  }

  /** The sums of all endpoints of each kind. */
  byKind(): Pick<Totals, 'executions' | 'slow'> {
    const kinds = [...new Set([...this.counters.keys(), ...this.others.keys()])];
    const sums = kinds.map(kind => {
      const other = this.others.get(kind);
      const all = [...(this.counters.get(kind)?.values() ?? []), ...(other === undefined ? [] : [other])];
      return { kind, count: sumOf(all.map(each => each.count)), slow: sumOf(all.map(each => each.slowCount)) };
    });
    return {
      executions: Object.fromEntries(sums.map(({ kind, count }) => [kind, count])),
      slow: Object.fromEntries(sums.map(({ kind, slow }) => [kind, slow])),
    };
  }

  private add(kind: ExecutionKind, name: string): EndpointCounter {
    if (this.size >= MAX_ENDPOINTS)
      return this.others.get(kind) ?? keep(this.others, kind, new EndpointCounter(kind, OTHER));
    const ofKind = this.counters.get(kind) ?? keep(this.counters, kind, new Map<string, EndpointCounter>());
    this.size += 1;
    return keep(ofKind, name, new EndpointCounter(kind, name));
  }
}

function sumOf(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

function keep<K, V>(map: Map<K, V>, key: K, value: V): V {
  map.set(key, value);
  return value;
}
