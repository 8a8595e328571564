import type { MonotonicMs } from '../model/execution.interface.js';
import { OperationTotal } from './operation-total.js';
import { Operation } from './operation.js';
import type { Statement } from './statement.interface.js';

/** Operations of one execution that are kept one by one: about 120 kB. */
export const MAX_OPERATIONS = 1_000;

/** Sums for further operations, one for each statement and span. Operations without a sum are only counted. */
export const MAX_TOTALS = 200;

/**
 * The operations of one execution. Made with its first operation.
 *
 * @internal
 */
export class Operations {
  readonly each: Operation[] = [];
  /** Operations that are neither kept nor summed. */
  dropped = 0;
  private byKey: Map<string, OperationTotal> | undefined = undefined;

  get totals(): Iterable<OperationTotal> {
    return this.byKey?.values() ?? [];
  }

  /**
   * @param span index of the span that begins it
   * @returns `undefined` when there are too many different ones to be summed
   */
  begin(statement: Statement, span: number, now: MonotonicMs): Operation | undefined {
    if (this.each.length < MAX_OPERATIONS) {
      const operation = new Operation(statement, span, now, undefined);
      this.each.push(operation);
      return operation;
    }
    const total = this.totalOf(statement, span, now);
    if (total === undefined) {
      this.dropped += 1;
      return undefined;
    }
    total.calls += 1;
    return new Operation(statement, span, now, total);
  }

  private totalOf(statement: Statement, span: number, now: MonotonicMs): OperationTotal | undefined {
    const { system, text, peer } = statement;
    const key = `${span} ${system} ${peer} ${text}`;
    const totals = (this.byKey ??= new Map<string, OperationTotal>());
    const known = totals.get(key);
    if (known !== undefined || totals.size >= MAX_TOTALS) return known;
    const total = new OperationTotal(statement, span, now);
    totals.set(key, total);
    return total;
  }
}
