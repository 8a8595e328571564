import type { TreeNode } from '../../../model/report.interface.js';
import type { Timeline } from '../../../model/timeline.interface.js';
import { Stepper } from '../../../platform/stepper.js';
import type { Steps } from '../../../platform/steps.js';
import { microseconds } from './microseconds.js';

/** A period in which at least one of some spans was open, in microseconds. @internal */
export interface OpenTime {
  readonly from: number;
  to: number;
  /** The length of all periods up to the end of this one. */
  until: number;
}

/**
 * The spans of one node of the call tree: those with the same names up to the root.
 *
 * @internal
 */
export interface SpanGroup {
  readonly number: number;
  /** The number of spans around it. */
  readonly depth: number;
  /** Ordered and disjoint; one at least. */
  readonly open: OpenTime[];
}

/** Finds the timeline's spans for the tree's nodes. @internal */
export class SpanGroups {
  private readonly below = new Map<string, SpanGroup>();

  private constructor(readonly root: SpanGroup) {}

  /** @param duration in microseconds */
  static *of({ spans }: Timeline, duration: number): Steps<SpanGroups> {
    const stepper = new Stepper();
    const groups = new SpanGroups({ number: 0, depth: 0, open: [{ from: 0, to: duration, until: duration }] });
    const known: SpanGroup[] = [];
    for (const { name, kind, parent, startMs, endMs } of spans) {
      const around = known[parent];
      const from = microseconds(startMs);
      const time = { from, to: Math.max(from, microseconds(endMs)), until: 0 };
      known.push(around === undefined ? groups.root : groups.add(around, kind, name, time));
      if (stepper.isDue()) yield;
    }
    for (const group of groups.below.values()) {
      unite(group.open);
      if (stepper.isDue(group.open.length)) yield;
    }
    return groups;
  }

  /** A node's spans; the spans around it when the timeline has none of its own. */
  of(around: SpanGroup, { type, spanKind, name }: TreeNode): SpanGroup {
    return (type === 'span' ? this.below.get(keyOf(around, spanKind, name)) : undefined) ?? around;
  }

  private add(around: SpanGroup, kind: string, name: string, time: OpenTime): SpanGroup {
    const key = keyOf(around, kind, name);
    const known = this.below.get(key);
    known?.open.push(time);
    const group = known ?? { number: this.below.size + 1, depth: around.depth + 1, open: [time] };
    this.below.set(key, group);
    return group;
  }
}

function keyOf({ number }: SpanGroup, kind: string | undefined, name: string): string {
  return `${number} ${kind ?? ''} ${name}`;
}

/** Orders the times, and makes one of those that overlap. */
function unite(open: OpenTime[]): void {
  const ordered = open.splice(0).sort((a, b) => a.from - b.from);
  let until = 0;
  for (const time of ordered) {
    const last = open.at(-1);
    if (last === undefined || time.from > last.to) open.push(time);
    else last.to = Math.max(last.to, time.to);
  }
  for (const time of open) {
    until += time.to - time.from;
    time.until = until;
  }
}
