import type { RecordedOperation } from '../../recorder/recording.interface.js';

/**
 * The moments at which parts of answers arrived, ordered by time: the first part, and the end. In columns, as an
 * execution can have 2 000 of them.
 *
 * @internal
 */
export class OperationEvents {
  readonly times: Float64Array;
  /** Index of each event's operation. */
  readonly operations: Int32Array;

  constructor(all: readonly RecordedOperation[]) {
    const events: (readonly [time: number, operation: number])[] = [];
    for (const [index, { calls, answeredAt, end, ended }] of all.entries()) {
      // Of a sum only the last end is known.
      if (calls > 1) continue;
      if (answeredAt !== undefined) events.push([answeredAt, index]);
      if (ended && end !== answeredAt) events.push([end, index]);
    }
    events.sort((a, b) => a[0] - b[0]);
    this.times = Float64Array.from(events, ([time]) => time);
    this.operations = Int32Array.from(events, ([, operation]) => operation);
  }
}
