import type { RecordedOperation } from '../../recorder/recording.interface.js';

/**
 * The times at which answers began to arrive and were complete, in order. In columns: an execution can have 2 000.
 *
 * @internal
 */
export class OperationEvents {
  readonly times: Float64Array;
  /** Index of each event's operation. */
  readonly operations: Int32Array;

  constructor(all: readonly RecordedOperation[]) {
    const events: (readonly [time: number, operation: number])[] = [];
    for (const [index, { on, calls, answeredAt, end, ended, isSynchronous }] of all.entries()) {
      // A sum has only its last end.
      if (calls > 1 || isSynchronous === true) continue;
      // The end of a wait for a pool wakes nothing: the connection's next reply does.
      if (on === 'pool') continue;
      if (answeredAt !== undefined) events.push([answeredAt, index]);
      if (ended && end !== answeredAt) events.push([end, index]);
    }
    events.sort((a, b) => a[0] - b[0]);
    this.times = Float64Array.from(events, ([time]) => time);
    this.operations = Int32Array.from(events, ([, operation]) => operation);
  }
}
