import { clock } from '../platform/clock.js';
import type { LevelSwitch } from './level-switch.js';
import type { Interval } from './log/interval.interface.js';
import type { RecentExecutions } from './log/recent-executions.js';
import type { ResumeLog } from './log/resume-log.js';
import type { SegmentStore } from './log/segment-store.js';
import { ProcessorReadings } from './processor/processor-readings.js';
import type { ProcessorUse } from './processor/processor-use.interface.js';
import type { ProfileCollector } from './sampling/profile-collector.js';

interface Parts {
  readonly profiles: ProfileCollector;
  readonly segments: SegmentStore;
  readonly executions: RecentExecutions;
  readonly levelSwitch: LevelSwitch;
  readonly retentionMs: number;
}

/**
 * Ends one segment and begins the next: joins the log, the profiles and the kernel's figures of the same period.
 *
 * @internal
 */
export class SegmentRotation {
  /** The start of the current segment. */
  start = 0;

  constructor(
    private readonly parts: Parts,
    private readonly processor = new ProcessorReadings(),
  ) {}

  begin(): void {
    this.start = clock();
    this.processor.take(this.start, this.parts.profiles.intervalMs);
  }

  rotate(log: ResumeLog): void {
    const { segments, executions, levelSwitch, retentionMs } = this.parts;
    const now = clock();
    const profiles = this.parts.profiles.take();
    const use = this.processor.take(now, this.parts.profiles.intervalMs);
    const needed = executions.oldestNeeded(now - retentionMs);
    if (needed === undefined || levelSwitch.isCounting) log.discard();
    if (needed === undefined) segments.clear();
    else {
      segments.add(this.start, now, log.take(), profiles, use);
      segments.forgetBefore(needed, now);
    }
    this.start = now;
    if (!levelSwitch.isCounting) log.mark(now);
  }

  /**
   * The share of an interval during which the process certainly had no processor, 0 to 1: from the kernel's figures alone.
   * They cover periods of about a second. The rest of a period may have been the time without a processor.
   */
  starvedShare({ start, end }: Interval): number {
    const { segments, profiles } = this.parts;
    const now = clock();
    const current = { start: this.start, end: now, use: this.processor.peek(now, profiles.intervalMs) };
    const { intervalMs } = profiles;
    const periods = [...segments.between(start, end), current];
    const ms = periods.reduce((sum, each) => sum + starvedIn(each, start, end, intervalMs), 0);
    return end > start ? ms / (end - start) : 0;
  }
}

interface Period extends Interval {
  readonly use: ProcessorUse | undefined;
}

function starvedIn(period: Period, from: number, to: number, intervalMs: number): number {
  const overlap = Math.min(period.end, to) - Math.max(period.start, from);
  if (period.use === undefined || overlap <= 0) return 0;
  const { elapsedMs, delayedMs, sampler } = period.use;
  // The sampler takes a turn in each interval, unless the process is stopped. While sampling is paused, none is known.
  const stoppedMs =
    sampler === undefined || intervalMs === 0 ? 0 : elapsedMs - sampler.delayedMs - sampler.turns * intervalMs;
  const starvedMs = Math.min(delayedMs + Math.max(0, stoppedMs), elapsedMs);
  return Math.max(0, starvedMs - (elapsedMs - overlap));
}
