import type { LaneSpan } from '../time-order/span-lanes.js';

/** The opening or the closing of a frame. @internal */
export interface FrameEvent {
  readonly type: 'O' | 'C';
  /** Index in the file's frames. */
  readonly frame: number;
  /** Microseconds. */
  readonly at: number;
}

/**
 * The spans of one lane, each opened after and closed before the one around it: speedscope refuses any other order.
 *
 * @param frameOf the frame of a span, by its index
 * @internal
 */
export function* laneEvents(lane: readonly LaneSpan[], frameOf: (span: number) => number): Generator<FrameEvent, void> {
  const open: LaneSpan[] = [];
  for (const span of lane) {
    yield* closed(open, span.start, frameOf);
    open.push(span);
    yield { type: 'O', frame: frameOf(span.index), at: span.start };
  }
  yield* closed(open, Infinity, frameOf);
}

function* closed(open: LaneSpan[], until: number, frameOf: (span: number) => number): Generator<FrameEvent, void> {
  for (let last = open.at(-1); last !== undefined && last.end <= until; last = open.at(-1)) {
    open.pop();
    yield { type: 'C', frame: frameOf(last.index), at: last.end };
  }
}
