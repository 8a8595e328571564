import type { Execution } from '../execution/execution.js';
import type { Block } from './recording.interface.js';

/** Executions that can be named as culprits after they ended. */
export const RECENT_CAPACITY = 8_192;

/**
 * Which executions still need the recorder's memory, and who the recent ones were.
 *
 * @internal
 */
export class RecentExecutions {
  /** In order of their beginning: the first is the oldest. */
  private readonly inFlight = new Set<Execution>();
  private readonly held = new Set<Execution>();
  private readonly recent: (Execution | undefined)[] = new Array<Execution | undefined>(RECENT_CAPACITY);
  private fresh = false;

  began(execution: Execution): void {
    this.inFlight.add(execution);
    this.recent[execution.id % RECENT_CAPACITY] = execution;
    this.fresh = true;
  }

  ended(execution: Execution): void {
    this.inFlight.delete(execution);
    this.held.delete(execution);
  }

  hold(execution: Execution): void {
    this.inFlight.delete(execution);
    this.held.add(execution);
  }

  /** Whether an execution began since the last call. */
  anyNew(): boolean {
    const { fresh } = this;
    this.fresh = false;
    return fresh || this.inFlight.size > 0 || this.held.size > 0;
  }

  /** The earliest moment that anybody may still ask for, or `undefined` when nobody will. */
  oldestNeeded(notBefore: number): number | undefined {
    let oldest: number | undefined;
    const first = this.inFlight.values().next().value;
    if (first !== undefined) oldest = first.start;
    for (const { start } of this.held) if (oldest === undefined || start < oldest) oldest = start;
    return oldest === undefined ? undefined : Math.max(oldest, notBefore);
  }

  /** Whether the execution of this id may still be cut out. */
  isNeeded(id: number): boolean {
    const execution = this.find(id);
    return execution !== undefined && (this.inFlight.has(execution) || this.held.has(execution));
  }

  ownerOf(id: number): Block['owner'] {
    const execution = this.find(id);
    return execution === undefined ? undefined : { id, kind: execution.kind, name: execution.currentName };
  }

  clear(): void {
    this.inFlight.clear();
    this.held.clear();
    this.recent.fill(undefined);
  }

  private find(id: number): Execution | undefined {
    const execution = this.recent[id % RECENT_CAPACITY];
    return execution?.id === id ? execution : undefined;
  }
}
