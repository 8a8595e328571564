import type { Interval, Slice } from '../../recorder/recording.interface.js';

/** An interval without code of the execution. @internal */
export interface Gap extends Interval {
  /** The slice that ended it; none when the execution ended first, or when the slice only ended the execution. */
  readonly next: Slice | undefined;
  /** The place of that slice. */
  readonly index: number;
  /** A time in it that shows who waited: its start. Its middle where no code is known, because older data was dropped. */
  readonly moment: number;
  /** Index of the span that waited. */
  readonly waiter: number;
  /** Index of the operation that it waited for; -1 for none. */
  readonly operation: number;
  /** The same for the parts of one wait that pieces of a reply interrupt. */
  readonly number: number;
}
