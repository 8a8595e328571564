import type { Recording, StackNode } from '../../recorder/recording.interface.js';
import type { DiagnoseOptions, Steps } from '../diagnosis.interface.js';
import { type FrameOrigin, frameOrigin } from './frames.js';
import { Stepper } from '../../platform/stepper.js';

const UNKNOWN: FrameOrigin = { of: 'library', library: 'node' };

/** V8's own nodes. They stand for no function, and other records have their time. */
const SPECIAL = new Set(['(root)', '(idle)', '(garbage collector)']);

/**
 * The frames of a recording, each with the origin of its code, the identity of its function and its depth.
 *
 * @internal
 */
export class FrameTable {
  private constructor(
    readonly frames: readonly StackNode[],
    private readonly origins: readonly FrameOrigin[],
    private readonly identities: Int32Array,
    private readonly application: Int32Array,
    private readonly depths: Int32Array,
  ) {}

  static *of(recording: Recording, options: DiagnoseOptions): Steps<FrameTable> {
    const stepper = new Stepper();
    const { frames } = recording;
    const origins: FrameOrigin[] = [];
    const identities = new Int32Array(frames.length);
    const application = new Int32Array(frames.length).fill(-1);
    const depths = new Int32Array(frames.length);
    const byUrl = new Map<string, FrameOrigin>();
    const byFunction = new Map<string, number>();
    for (const [index, frame] of frames.entries()) {
      if (stepper.isDue()) yield;
      const origin = byUrl.get(frame.url) ?? frameOrigin(frame.url, options.ownDirectory);
      byUrl.set(frame.url, origin);
      origins.push(origin);
      const key = `${frame.name}\n${frame.url}\n${frame.line}:${frame.column}`;
      const identity = byFunction.get(key) ?? index;
      byFunction.set(key, identity);
      identities[index] = identity;
      depths[index] = frame.parent >= 0 && frame.parent < index ? (depths[frame.parent] ?? 0) + 1 : 1;
      application[index] = origin.of === 'application' ? index : (application[frame.parent] ?? -1);
    }
    return new FrameTable(frames, origins, identities, application, depths);
  }

  /** -1 for the top frame, and for a parent that does not come before its child. */
  parentOf(index: number): number {
    const parent = this.frames[index]?.parent ?? -1;
    return parent < index ? parent : -1;
  }

  originOf(index: number): FrameOrigin {
    return this.origins[index] ?? UNKNOWN;
  }

  /** Index of the function's first frame: the same for all frames of one function, in any stack. */
  identityOf(index: number): number {
    return this.identities[index] ?? -1;
  }

  /** Number of frames in the stack: the cost of walking it. */
  depthOf(index: number): number {
    return this.depths[index] ?? 0;
  }

  /** The nearest application frame, from this one up to the top; -1 without one. */
  applicationAt(index: number): number {
    return this.application[index] ?? -1;
  }

  /** True for V8's marks, which are no functions: an idle event loop, a GC pause, the top of all stacks. */
  isSpecial(index: number): boolean {
    const frame = this.frames[index];
    return frame === undefined || (frame.url === '' && SPECIAL.has(frame.name));
  }
}
