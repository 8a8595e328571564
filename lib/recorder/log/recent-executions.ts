import type { ExecutionKind } from '../../model/execution.interface.js';
import type { Execution } from '../../tracing/execution.js';
import { originsOf } from '../../tracing/execution-origin.js';
import type { ExecutionName } from './execution-name.interface.js';
import { ExecutionsInFlight } from './executions-in-flight.js';

/** Ended executions that can still be named as blockers. */
export const RECENT_CAPACITY = 8_192;

/**
 * The executions that still need the recorder's data, and the names of the recent ones.
 *
 * @internal
 */
export class RecentExecutions {
  private readonly inFlight = new ExecutionsInFlight();
  private readonly held = new Map<number, Execution>();
  /** Executions that have ended, by the number of those that began in them and went on. */
  private readonly origins = new Map<number, number>();
  /** Of executions in flight that hang. */
  private readonly snapshots = new Map<number, Execution>();
  // Ended executions, in columns: as objects they would live long enough to be promoted by the garbage collector.
  private readonly recentIds = new Int32Array(RECENT_CAPACITY);
  private readonly recentNames = new Array<string>(RECENT_CAPACITY).fill('');
  private readonly recentKinds = new Array<ExecutionKind>(RECENT_CAPACITY).fill('function');
  private fresh = false;

  began(execution: Execution): void {
    this.inFlight.add(execution);
    this.fresh = true;
  }

  /** It began in an execution that has ended, with code that the log has under that one's id. */
  continued(execution: Execution): void {
    this.began(execution);
    for (const { id } of originsOf(execution)) this.origins.set(id, (this.origins.get(id) ?? 0) + 1);
  }

  ended(execution: Execution): void {
    const { id } = execution;
    if (execution.origin !== undefined) this.forgetOrigins(execution);
    if (!this.inFlight.delete(execution)) this.held.delete(id);
    const place = id % RECENT_CAPACITY;
    this.recentIds[place] = id;
    this.recentNames[place] = execution.currentName;
    this.recentKinds[place] = execution.kind;
  }

  hold(execution: Execution): void {
    this.inFlight.delete(execution);
    this.held.set(execution.id, execution);
  }

  /** Keeps the data of an execution that is still in flight, also if it ends before its recording was cut. */
  holdSnapshot(snapshot: Execution): void {
    this.snapshots.set(snapshot.id, snapshot);
  }

  releaseSnapshot({ id }: Execution, execution: Execution): void {
    this.snapshots.delete(id);
    if (execution.finished) this.forget(execution);
  }

  /** The recording of an execution that has ended was cut, or is not needed. */
  release(execution: Execution): void {
    this.ended(execution);
    this.forget(execution);
  }

  /** In no order. */
  get allInFlight(): Iterable<Execution> {
    return this.inFlight;
  }

  /** True when an execution started since the last call, or still needs its data. */
  anyNew(): boolean {
    const { fresh } = this;
    this.fresh = false;
    return fresh || this.inFlight.size > 0 || this.held.size > 0 || this.snapshots.size > 0;
  }

  /** The earliest time that a recording may still need; `undefined` when none does. */
  oldestNeeded(notBefore: number): number | undefined {
    let oldest = this.inFlight.oldestStart();
    for (const kept of [this.held, this.snapshots])
      for (const { start } of kept.values()) if (oldest === undefined || start < oldest) oldest = start;
    return oldest === undefined ? undefined : Math.max(oldest, notBefore);
  }

  /** True while a recording of the execution with this id may still be cut. */
  isNeeded(id: number): boolean {
    return this.inFlight.get(id) !== undefined || this.held.has(id) || this.snapshots.has(id);
  }

  /** True while a recording may still need the log's entries of the execution with this id. */
  isRead(id: number): boolean {
    return this.isNeeded(id) || this.origins.has(id);
  }

  /** True when an execution other than these two runs. */
  hasOthers(one: number, two: number): boolean {
    return this.inFlight.hasOthers(one, two);
  }

  /** True when no execution but this one is in flight, or may still be cut. */
  isAlone(id: number): boolean {
    return this.inFlight.size === 0 && this.snapshots.size === 0 && this.held.size === Number(this.held.has(id));
  }

  /** The execution with this id, until it ends. */
  running(id: number): Execution | undefined {
    return this.inFlight.get(id);
  }

  nameOf(id: number): ExecutionName | undefined {
    const execution = this.inFlight.get(id) ?? this.held.get(id);
    if (execution !== undefined) return { id, kind: execution.kind, name: execution.currentName };
    const place = id % RECENT_CAPACITY;
    if (this.recentIds[place] !== id) return undefined;
    return { id, kind: this.recentKinds[place] ?? 'function', name: this.recentNames[place] ?? '' };
  }

  clear(): void {
    this.inFlight.clear();
    this.held.clear();
    this.snapshots.clear();
    this.origins.clear();
    this.recentIds.fill(0);
    this.recentNames.fill('');
  }

  private forgetOrigins(execution: Execution): void {
    for (const { id } of originsOf(execution)) {
      const others = (this.origins.get(id) ?? 0) - 1;
      if (others > 0) this.origins.set(id, others);
      else this.origins.delete(id);
    }
  }

  /** A snapshot and its execution have the same spans: the last one that is released forgets them. */
  private forget(execution: Execution): void {
    if (!this.isNeeded(execution.id)) execution.forgetSpans();
  }
}
