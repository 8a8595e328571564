import type { Recording } from '../../recorder/recording.interface.js';
import type { Steps } from '../diagnosis.interface.js';
import { Stepper } from '../../platform/stepper.js';
import { NO_OPERATION, OperationFinder } from './operation-finder.js';

/**
 * Finds the operation that ended each wait.
 *
 * @internal
 */
export function* findOperations(recording: Recording): Steps<WaitOperations> {
  if (recording.operations.length === 0) return new WaitOperations(recording, new Int32Array(0));
  const stepper = new Stepper();
  const finder = new OperationFinder(recording);
  let index = 0;
  for (const slice of recording.slices) {
    finder.take(slice, index++);
    if (stepper.isDue()) yield;
  }
  return new WaitOperations(recording, finder.finish());
}

/** The operation of each wait, as an index in the recording, or {@link NO_OPERATION}. @internal */
export class WaitOperations {
  constructor(
    private readonly recording: Recording,
    /** Indexed by the slice after the wait. */
    private readonly found: Int32Array,
  ) {}

  /** The operation before a slice. Before the first slice it is unknown: older slices may have been overwritten. */
  before(slice: number): number {
    return slice === 0 ? NO_OPERATION : (this.found[slice] ?? NO_OPERATION);
  }

  /** The operation that `span` still waited for when the execution ended. None where it had begun different ones. */
  leftBy(span: number): number {
    const { operations } = this.recording;
    let found = NO_OPERATION;
    for (const [index, { ended, span: own, label }] of operations.entries()) {
      if (ended || own !== span) continue;
      if (found !== NO_OPERATION && operations[found]?.label !== label) return NO_OPERATION;
      found = index;
    }
    return found;
  }
}
