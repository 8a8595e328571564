import type { Report } from '../../../model/report.interface.js';
import { Stepper } from '../../../platform/stepper.js';
import type { Steps } from '../../../platform/steps.js';
import { callTable, stackOf } from '../time-order/call-table.js';
import { runsInOrder } from '../time-order/runs-in-order.js';
import type { FrameList } from './frame-list.js';

/** Stacks and their lengths in microseconds, one after another. @internal */
export interface WeightedStacks {
  /** Indices of frames, the outermost first. */
  readonly samples: readonly (readonly number[])[];
  readonly weights: readonly number[];
}

/** @internal */
export interface StackProfiles {
  /** The whole duration: functions, waits and everything else in the call tree. */
  readonly wall: WeightedStacks;
  /** Own code only. */
  readonly cpu: WeightedStacks;
}

/** The call tree in the order of time. @internal */
export function* stackProfiles(report: Report, frames: FrameList): Steps<StackProfiles> {
  const stepper = new Stepper();
  const table = yield* callTable(report);
  const indices: number[] = [];
  for (const node of table.nodes) {
    indices.push(frames.ofNode(node));
    if (stepper.isDue()) yield;
  }
  const wall: [number[][], number[]] = [[], []];
  const cpu: [number[][], number[]] = [[], []];
  for (const { node, type, start, end } of yield* runsInOrder(report, table)) {
    const stack = stackOf(table, node).map(index => indices[index] ?? 0);
    for (const [samples, weights] of type === 'frame' ? [wall, cpu] : [wall]) {
      samples.push(stack);
      weights.push(end - start);
    }
    if (stepper.isDue(stack.length)) yield;
  }
  return { wall: { samples: wall[0], weights: wall[1] }, cpu: { samples: cpu[0], weights: cpu[1] } };
}
