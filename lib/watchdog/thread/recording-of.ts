import { durationText } from '../../model/format/duration.js';
import type { Recording, Sample, StackNode } from '../../recorder/recording.interface.js';
import type { BlockedLoop, CallStack } from '../blocked-loop.interface.js';

/** With less CPU time, the code that holds the loop did not compute. */
const MOST = 0.5;

/**
 * The recording of an execution that holds the loop. The recorder's data is in the application's thread, which does not come back:
 * the stacks stand for the whole time since the loop is held.
 *
 * @internal
 */
export function recordingOf(
  { execution: { kind, name, start, durationMs }, since, now, recorded, span, cpuMs }: BlockedLoop,
  stacks: readonly CallStack[],
): Recording {
  const tree = new StackTree();
  const apartMs = (now - since) / stacks.length;
  const samples = stacks.map((stack, index): Sample => ({
    at: since + (index + 0.5) * apartMs,
    span,
    stack: tree.add(stack),
  }));
  return {
    ...recorded,
    kind,
    name,
    start,
    end: start + durationMs,
    slices: [{ start: since, end: now, span }],
    blocks: [],
    starved: [],
    gcPauses: [],
    samples,
    frames: tree.nodes,
    samplingIntervalMs: 0,
    ending: { isStuck: true, holdsLoopSince: since },
    degraded: [
      `The event loop was held while the report was made: ${stacks.length} stacks stand for all of its time. Waits before it have no names.`,
      ...(cpuMs < (now - since) * MOST
        ? [
            `The process used only ${durationText(cpuMs)} of CPU time meanwhile: it had no processor, or waited in native code.`,
          ]
        : []),
    ],
  };
}

class StackTree {
  readonly nodes: StackNode[] = [];
  private readonly places = new Map<string, number>();

  /** @returns the index of the innermost frame */
  add(stack: CallStack): number {
    let parent = -1;
    for (const frame of stack.toReversed()) {
      const key = `${parent} ${frame.line} ${frame.column} ${frame.url} ${frame.name}`;
      const known = this.places.get(key);
      const at = known ?? this.nodes.push({ parent, ...frame }) - 1;
      this.places.set(key, at);
      parent = at;
    }
    return parent;
  }
}
