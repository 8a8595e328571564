import type { SpanKind } from '../model/execution.interface.js';
import type { RecordedSpan, Recording } from '../recorder/recording.interface.js';
import type { Steps } from './diagnosis.interface.js';
import { showName } from './frames/names.js';
import { Stepper } from '../platform/stepper.js';

/** Deeper spans count as their parent: a method that calls itself must not grow the tree without bound. */
const MAX_SPAN_DEPTH = 100;

/**
 * The spans with the same names all the way up to the root, such as 240 calls of one method from one place.
 *
 * @internal
 */
export interface SpanGroup {
  readonly name: string;
  readonly kind: SpanKind;
  /** Index in the list of groups; -1 for the root, which is group 0. */
  readonly parent: number;
  readonly depth: number;
  readonly spans: RecordedSpan[];
  /** Calls in all: one span can stand for many. */
  calls: number;
}

/** @internal */
export interface SpanGroups {
  /** Parents come before their children. */
  readonly groups: readonly SpanGroup[];
  /** Index of the group of each span in the recording. */
  readonly groupOf: Int32Array;
}

/**
 * Sorts the spans into groups. Group 0 always exists, even for a recording without spans.
 *
 * @internal
 */
export function* groupSpans(recording: Recording): Steps<SpanGroups> {
  const stepper = new Stepper();
  const root: SpanGroup = {
    name: showName(recording.name),
    kind: 'execution',
    parent: -1,
    depth: 0,
    spans: [],
    calls: 0,
  };
  const groups = [root];
  const groupOf = new Int32Array(Math.max(1, recording.spans.length));
  const known = new Map<string, number>();
  for (const [index, span] of recording.spans.entries()) {
    if (stepper.isDue()) yield;
    const parent = span.parent >= 0 && span.parent < index ? (groupOf[span.parent] ?? 0) : 0;
    const around = groups[parent] ?? root;
    let group = 0;
    if (index > 0) {
      const key = `${parent} ${span.kind} ${span.name}`;
      group = around.depth >= MAX_SPAN_DEPTH ? parent : (known.get(key) ?? -1);
      if (group < 0) {
        group = groups.length;
        known.set(key, group);
        groups.push({
          name: showName(span.name),
          kind: span.kind,
          parent,
          depth: around.depth + 1,
          spans: [],
          calls: 0,
        });
      }
    }
    groupOf[index] = group;
    const own = groups[group] ?? root;
    own.spans.push(span);
    own.calls += span.count;
  }
  return { groups, groupOf };
}
