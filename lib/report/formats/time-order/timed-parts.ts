import type { Timeline, TreeNode } from '../../../model/report.interface.js';
import { waitText } from '../../../model/format/wait.js';
import { Stepper } from '../../../platform/stepper.js';
import type { Steps } from '../../../platform/steps.js';
import { microseconds } from './microseconds.js';

/** An interval of the timeline, with the names of the nodes of the tree that have its time. @internal */
export interface TimedPart {
  readonly type: TreeNode['type'];
  /** Microseconds from the start of the execution. */
  readonly start: number;
  readonly length: number;
  /** The keys of {@link partKeys}, the most exact first. */
  readonly keys: readonly string[];
}

/** Loop and waits as one list, ordered by their start. @internal */
export function* timedParts({ loop, waits }: Timeline): Steps<TimedPart[]> {
  const stepper = new Stepper();
  const parts: TimedPart[] = [];
  for (const { type, by, startMs, endMs } of loop) {
    parts.push(partOf(type === 'own' ? 'frame' : type, startMs, endMs, undefined, by === undefined ? [] : [by]));
    if (stepper.isDue()) yield;
  }
  for (const { on, label, startMs, endMs } of waits) {
    const isNamed = on !== 'client' && on !== 'unexplained';
    const part = isNamed
      ? partOf('wait', startMs, endMs, on, [label, waitText({ on, label })])
      : partOf(on, startMs, endMs, undefined, [label]);
    parts.push(part);
    if (stepper.isDue()) yield;
  }
  yield;
  return parts.sort((a, b) => a.start - b.start);
}

/** The keys under which the time of a node is found: with its name, by its kind, by its type. @internal */
export function partKeys({ type, name, on }: TreeNode): string[] {
  // Time that the tree charges to a span itself is that of functions too small to be kept.
  if (type === 'frame' || type === 'span') return ['frame'];
  return [...new Set([`${type} ${on ?? ''} ${name}`, `${type} ${on ?? ''}`, type])];
}

function partOf(
  type: TreeNode['type'],
  startMs: number,
  endMs: number,
  on: string | undefined,
  names: readonly string[],
): TimedPart {
  const start = microseconds(startMs);
  const named = names.map(name => `${type} ${on ?? ''} ${name}`);
  return {
    type,
    start,
    length: Math.max(0, microseconds(endMs) - start),
    keys: [...new Set([...named, `${type} ${on ?? ''}`, type])],
  };
}
