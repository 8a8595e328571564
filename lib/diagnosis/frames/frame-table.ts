import type { Recording, StackNode } from '../../recorder/recording.interface.js';
import type { DiagnoseOptions, Steps } from '../diagnosis.interface.js';
import { type FrameOrigin, frameOrigin } from './frames.js';
import { Stepper } from '../../platform/stepper.js';

const UNKNOWN: FrameOrigin = { of: 'library', library: 'node' };

/** V8's own nodes: they stand for no function, and their time is known from elsewhere. */
const SPECIAL = new Set(['(root)', '(idle)', '(garbage collector)']);

/**
 * The recording's frames with what the passes need to know of each: whose code it is, and which functions are the same.
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

  /** -1 above the top, and for a parent that does not stand before its child. */
  parentOf(index: number): number {
    const parent = this.frames[index]?.parent ?? -1;
    return parent < index ? parent : -1;
  }

  originOf(index: number): FrameOrigin {
    return this.origins[index] ?? UNKNOWN;
  }

  /** Index of the first frame of the same function: equal for all frames of it, wherever on a stack they are. */
  identityOf(index: number): number {
    return this.identities[index] ?? -1;
  }

  /** How many frames its stack has: what it costs to walk it. */
  depthOf(index: number): number {
    return this.depths[index] ?? 0;
  }

  /** The nearest application frame from here up to the top, this one included; -1 when there is none. */
  applicationAt(index: number): number {
    return this.application[index] ?? -1;
  }

  /** Whether this is not a function but V8's mark for a sleeping loop, a GC pause or the top of all stacks. */
  isSpecial(index: number): boolean {
    const frame = this.frames[index];
    return frame === undefined || (frame.url === '' && SPECIAL.has(frame.name));
  }
}
