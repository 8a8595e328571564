import type { TimelineSpan } from '../../../model/report.interface.js';
import { Stepper } from '../../../platform/stepper.js';
import type { Steps } from '../../../platform/steps.js';
import { microseconds } from './microseconds.js';

/** A span in a lane. @internal */
export interface LaneSpan {
  /** Index in the timeline's spans. */
  readonly index: number;
  /** Microseconds from the start of the execution. */
  readonly start: number;
  readonly end: number;
}

interface Lane {
  readonly spans: LaneSpan[];
  /** Those that are open at the start of the next span, the outermost first. */
  readonly open: LaneSpan[];
}

/**
 * The spans in lanes: within a lane, each ends before the next begins, or lies within one of its ancestors. Spans that
 * overlap, such as the calls of a `Promise.all()`, are in different lanes. A child stays in its parent's lane where it can.
 *
 * @returns the lanes; the spans of each are ordered by their start, a parent before its children
 * @internal
 */
export function* spanLanes(spans: readonly TimelineSpan[]): Steps<LaneSpan[][]> {
  const stepper = new Stepper();
  const lanes: Lane[] = [];
  const laneOf: number[] = [];
  const ordered = spans
    .map(({ startMs, endMs }, index) => ({ index, start: microseconds(startMs), end: microseconds(endMs) }))
    .map(span => ({ ...span, end: Math.max(span.start, span.end) }))
    .sort((a, b) => a.start - b.start || b.end - a.end || a.index - b.index);
  yield;
  for (const span of ordered) {
    const ancestors = ancestorsOf(spans, span.index);
    const own = laneOf[spans[span.index]?.parent ?? -1];
    const home = own === undefined ? undefined : lanes[own];
    let place = own;
    if (own === undefined || home === undefined || !fits(home, span, ancestors)) {
      place = lanes.findIndex(lane => fits(lane, span, ancestors));
      if (place < 0) place = lanes.push({ spans: [], open: [] }) - 1;
    }
    laneOf[span.index] = place ?? 0;
    const lane = lanes[place ?? 0];
    lane?.spans.push(span);
    lane?.open.push(span);
    if (stepper.isDue(8 + lanes.length)) yield;
  }
  return lanes.map(lane => lane.spans);
}

function fits({ open }: Lane, { start, end }: LaneSpan, ancestors: ReadonlySet<number>): boolean {
  for (let last = open.at(-1); last !== undefined && last.end <= start; last = open.at(-1)) open.pop();
  const around = open.at(-1);
  return around === undefined || (around.end >= end && ancestors.has(around.index));
}

function ancestorsOf(spans: readonly TimelineSpan[], index: number): Set<number> {
  const ancestors = new Set<number>();
  for (let at = index, parent = spans[at]?.parent ?? -1; parent >= 0 && parent < at; parent = spans[at]?.parent ?? -1) {
    ancestors.add(parent);
    at = parent;
  }
  return ancestors;
}
