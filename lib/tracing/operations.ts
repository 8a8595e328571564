import type { MonotonicMs } from '../model/execution.interface.js';
import { OperationTotal } from './operation-total.js';
import { Operation } from './operation.js';
import { OuterOperations } from './outer-operations.js';
import type { Statement } from './statement.interface.js';

/** Operations of one execution that are kept one by one: about 120 kB. */
export const MAX_OPERATIONS = 1_000;

/** Sums for further operations, one for each statement and span. Operations without a sum are only counted. */
export const MAX_TOTALS = 200;

/** Waits for pools of one execution whose holders are kept. @internal */
export const MAX_KEPT_HOLDERS = 20;

/**
 * The operations of one execution. Made with its first operation.
 *
 * @internal
 */
export class Operations {
  readonly each: Operation[] = [];
  /** Operations that are neither kept nor summed. */
  dropped = 0;
  private poolWaits = 0;
  private byKey: Map<string, OperationTotal> | undefined = undefined;
  private outer: OuterOperations | undefined = undefined;

  /** A copy, for a recording of an execution that goes on. */
  copy(): Operations {
    const copy = new Operations();
    for (const operation of this.each) copy.each.push(copyOf(operation));
    copy.dropped = this.dropped;
    copy.byKey = this.byKey && new Map(this.byKey);
    return copy;
  }

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

  /** Begins an operation as an ORM reports it. The driver below may report it, too, and then replaces it. */
  beginOuter(statement: Statement, span: number, now: MonotonicMs): Operation | undefined {
    const operation = this.begin(statement, span, now);
    if (operation !== undefined) (this.outer ??= new OuterOperations()).add(operation);
    return operation;
  }

  /** A driver begins an operation: removes the one that its ORM has reported. */
  replaceOuter(statement: Statement, span: number): void {
    const operation = this.outer?.take(statement, span);
    if (operation !== undefined) this.withdraw(operation);
  }

  /** An operation turned out to be none. It is one of the last. */
  withdraw(operation: Operation): void {
    operation.withdraw();
    const at = this.each.lastIndexOf(operation);
    if (at >= 0) this.each.splice(at, 1);
  }

  /**
   * Moves the operations of spans that outlive their execution. A copy of each stays here: this execution has begun them.
   *
   * @param places of the spans in the other execution; -1 for spans that stay
   */
  moveTo(other: Operations, places: Int32Array): void {
    for (const [at, operation] of this.each.entries()) {
      const place = places[operation.span] ?? -1;
      if (place < 0) continue;
      this.each[at] = copyOf(operation);
      operation.span = place;
      other.each.push(operation);
    }
  }

  /** A wait for a pool is over. Its holders are kept for the first waits only. */
  endPoolWait({ pool }: Operation, now: MonotonicMs): void {
    pool?.end(now, this.poolWaits < MAX_KEPT_HOLDERS);
    if (pool?.keepsHoldings === true) this.poolWaits += 1;
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

function copyOf(operation: Operation): Operation {
  return Object.assign(Object.create(Operation.prototype) as Operation, operation);
}
