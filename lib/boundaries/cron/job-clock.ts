import type { MonotonicMs } from '../../model/execution.interface.js';
import { clock } from '../../platform/clock.js';
import type { ScheduledJob } from './scheduled-job.interface.js';

/** The clock of the process was set in between, when the two measurements differ by more. */
const MAX_STEP_MS = 1_000;

/** @internal */
export interface Tick {
  /** False for a run that the application began itself. */
  readonly isByTimer: boolean;
  /** The time between the date for which the timer was set and the run; `undefined` where that date is unknown. */
  readonly lateMs: number | undefined;
}

const BY_APPLICATION: Tick = { isByTimer: false, lateMs: undefined };

/**
 * How late the runs of a job begin. A job has no date for when its present run was due. So the date is noted when the job
 * computes it, to set its timer. All dates are the job's own: a test suite may have replaced the clock.
 *
 * @internal
 */
export class JobClock {
  private last: Date | null;
  /** The date for which the timer is set, and the moment at which it was computed. */
  private due: { readonly at: number; readonly waitMs: number; readonly since: MonotonicMs } | undefined = undefined;
  private tick: Tick = BY_APPLICATION;

  /** @param now a monotonic clock */
  constructor(
    private readonly job: Pick<ScheduledJob, 'lastDate'>,
    private readonly now: () => MonotonicMs = clock,
  ) {
    this.last = job.lastDate();
  }

  /**
   * The job sets its timer within `step`. An earlier date holds no longer: the job may have been stopped for days. It holds when
   * the job computes none, because its timer is set already.
   */
  arm<T>(step: () => T): T {
    this.arrive();
    const before = this.due;
    this.due = undefined;
    try {
      return step();
    } finally {
      this.due ??= before;
    }
  }

  /** @param at the date that the job has computed, and `date`, the present one: milliseconds since 1970 */
  computed(at: number, date: number): void {
    this.due = { at, waitMs: at - date, since: this.now() };
  }

  /** A run begins. */
  began(): Tick {
    this.arrive();
    const { tick } = this;
    this.tick = BY_APPLICATION;
    return tick;
  }

  /** The timer sets the date of a run before everything else. */
  private arrive(): void {
    const last = this.job.lastDate();
    if (last === this.last) return;
    this.tick = { isByTimer: true, lateMs: last === null ? undefined : this.lateness(last.getTime()) };
    this.last = last;
    this.due = undefined;
  }

  private lateness(startedAt: number): number | undefined {
    if (this.due === undefined) return undefined;
    const { at, waitMs, since } = this.due;
    const lateMs = startedAt - at;
    const isOfOneClock = Math.abs(this.now() - since - waitMs - lateMs) < MAX_STEP_MS;
    return lateMs >= 0 && isOfOneClock ? lateMs : undefined;
  }
}
