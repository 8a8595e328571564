import { Injectable } from '@nestjs/common';
import { Blame, type PossibleVictim } from '../explain/blame.js';
import type { FinishedExecution } from '../model/finished-execution.interface.js';
import { AlertBacklog } from './alert-backlog.js';

const MAX_PER_FINGERPRINT = 100;
const MAX_TOTAL = 2_000;

interface CoalescedExecution extends PossibleVictim {
  readonly execution: Pick<FinishedExecution, 'id' | 'name' | 'start' | 'durationMs' | 'queued' | 'poolHolder'>;
  readonly lateMs: number;
}

/**
 * Slow executions of an endpoint whose earlier execution is being explained. Only that explanation shows if they were
 * repeats of it or victims of the same blocker. At most 100 for each fingerprint, and 2 000 in total.
 *
 * @internal
 */
@Injectable()
export class CoalescedExecutions {
  private readonly open = new Map<string, CoalescedExecution[]>();
  private size = 0;

  constructor(
    private readonly blame: Blame,
    private readonly backlog: AlertBacklog,
  ) {}

  /** From now on, slow executions with this fingerprint are collected until `resolve()`. */
  begin(fingerprint: string): void {
    this.open.set(fingerprint, []);
  }

  /** @returns false when the execution is not collected; it is a repeat then */
  add({ fingerprint, endpoint, execution, lateMs }: CoalescedExecution): boolean {
    const list = this.open.get(fingerprint);
    if (list === undefined || list.length >= MAX_PER_FINGERPRINT || this.size >= MAX_TOTAL) return false;
    // A copy of few properties: the request of an execution that only waits to be counted can be collected.
    const { id, name, start, durationMs, queued, poolHolder } = execution;
    list.push({
      fingerprint,
      ...(endpoint && { endpoint }),
      execution: { id, name, start, durationMs, ...(queued && { queued }), ...(poolHolder && { poolHolder }) },
      lateMs,
    });
    this.size += 1;
    return true;
  }

  /**
   * The explanation is complete, or there will be none: adds each collected execution to the backlog.
   *
   * @param starved the fingerprint of the starved process, when that is the explanation
   */
  resolve(fingerprint: string, starved?: string): void {
    const list = this.open.get(fingerprint) ?? [];
    this.open.delete(fingerprint);
    this.size -= list.length;
    for (const coalesced of list) {
      const blocker = this.blame.blockerOf(coalesced) ?? this.blame.holderOf(coalesced);
      if (starved !== undefined) this.backlog.suppressStarved(starved, coalesced.execution.durationMs);
      else if (blocker === undefined) this.backlog.suppressRepeat(fingerprint, coalesced.lateMs);
      else this.backlog.suppressVictim(blocker, coalesced.execution);
    }
  }

  /** @returns a function that returns true once all fingerprints that are open now are resolved */
  openNow(): () => boolean {
    const open = [...this.open];
    return () => open.every(([fingerprint, list]) => this.open.get(fingerprint) !== list);
  }
}
