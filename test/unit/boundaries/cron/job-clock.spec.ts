import { beforeEach, describe, expect, it } from '@jest/globals';
import { JobClock } from '../../../../lib/boundaries/cron/job-clock.js';

const DAY_MS = 86_400_000;

/** A job of `cron` for each second, by hand: its timer sets the date of a run, sets the next timer, and begins the run. */
class EachSecond {
  now = 0;
  /** The monotonic clock: it is never set. */
  elapsed = 0;
  private last: Date | null = null;
  readonly clock = new JobClock(this, () => this.elapsed);

  lastDate(): Date | null {
    return this.last;
  }

  pass(ms: number): void {
    this.now += ms;
    this.elapsed += ms;
  }

  start(): void {
    this.clock.arm(() => this.clock.computed((Math.floor(this.now / 1_000) + 1) * 1_000, this.now));
  }

  /** @param isAgain false for a job for one date, which sets no timer again */
  timer(isAgain = true): { isByTimer: boolean; lateMs: number | undefined } {
    this.last = new Date(this.now);
    if (isAgain) this.start();
    return this.clock.began();
  }
}

describe('the clock of a job', () => {
  let job: EachSecond;
  beforeEach(() => {
    job = new EachSecond();
    job.start();
  });

  it('measures a run from the time for which its timer was set', () => {
    job.pass(1_458);
    expect(job.timer()).toEqual({ isByTimer: true, lateMs: 458 });
    job.pass(542);
    expect(job.timer()).toEqual({ isByTimer: true, lateMs: 0 });
  });

  it('measures nothing for a run between those of the timer', () => {
    job.pass(500);
    expect(job.clock.began()).toEqual({ isByTimer: false, lateMs: undefined });
    job.pass(510);
    expect(job.timer().lateMs).toBe(10);
    expect(job.clock.began().isByTimer).toBe(false);
  });

  it('does not count the time in which a job was stopped', () => {
    job.pass(5 * DAY_MS + 500);
    job.start();
    job.pass(503);
    expect(job.timer().lateMs).toBe(3);
  });

  it('keeps the date when a job that has a timer is started again', () => {
    job.pass(400);
    // A job that is active computes nothing.
    job.clock.arm(() => undefined);
    job.pass(700);
    expect(job.timer().lateMs).toBe(100);
  });

  it('measures the only run of a job for one date, which starts no timer again', () => {
    job.pass(1_700);
    expect(job.timer(false)).toEqual({ isByTimer: true, lateMs: 700 });
  });

  it('measures a run that begins within start(), because its time is over', () => {
    job.pass(1_100);
    const tick = job.clock.arm(() => {
      job.clock.computed(1_000, job.now);
      const run = job.timer(false);
      job.clock.computed(2_000, job.now);
      return run;
    });
    expect(tick).toEqual({ isByTimer: true, lateMs: 100 });
    job.pass(904);
    expect(job.timer().lateMs).toBe(4);
  });

  it('has no lateness for the first run of a job that was started before', () => {
    const earlier = new EachSecond();
    earlier.pass(1_200);
    expect(earlier.timer()).toEqual({ isByTimer: true, lateMs: undefined });
    earlier.pass(900);
    expect(earlier.timer().lateMs).toBe(100);
  });

  it.each([3_600_000, -3_600_000])('measures nothing where the clock was set by %d ms', step => {
    job.pass(1_050);
    job.now += step;
    expect(job.timer()).toEqual({ isByTimer: true, lateMs: undefined });
  });
});
