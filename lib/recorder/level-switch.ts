import { recordsAtLeast, type RecordingLevel } from '../model/recording-level.js';
import type { MonotonicMs } from '../model/execution.interface.js';
import type { RecordingLevels } from '../overhead/recording-levels.js';
import { clock } from '../platform/clock.js';
import { NO_CAUSE } from './attribution/wake-number.js';
import { ASLEEP, LogChunk } from './log/log-chunk.js';
import type { ResumeLog } from './log/resume-log.js';
import type { SegmentStore } from './log/segment-store.js';
import { observeSettling } from './log/settling-hook.js';
import type { LoopUtilization } from './loop-utilization.js';
import type { ProfileCollector } from './sampling/profile-collector.js';

/** The lowest levels with CPU samples, and with a log. */
const WITH_SAMPLES: RecordingLevel = 'no-provider-spans';
const WITH_LOG: RecordingLevel = 'no-samples';

const LOSSES: Record<RecordingLevel, string | undefined> = {
  full: undefined,
  'no-provider-spans': "The recording level was 'no-provider-spans': methods of providers have no spans.",
  'no-samples': "The recording level was 'no-samples': methods of providers have no spans, functions no names.",
  'counters-only': "The recording level was 'counters-only': the report has the duration, but no breakdown of it.",
};

/** The parts of the recorder that the level starts and stops. */
interface Parts {
  readonly levels: RecordingLevels;
  readonly profiles: ProfileCollector;
  readonly segments: SegmentStore;
  readonly utilization: LoopUtilization;
  /** Ends the current segment. */
  readonly rotate: () => void;
}

/**
 * Starts and stops the CPU samples and the resume log by the recording level.
 *
 * @internal
 */
export class LevelSwitch {
  private level: RecordingLevel = 'full';
  private log: ResumeLog | undefined;
  /** Stops the observation of settling promises; `undefined` while the log is written. */
  private endCounting: (() => void) | undefined;

  constructor(private readonly parts: Parts) {
    parts.levels.onChange(level => this.change(level));
  }

  /**
   * True while no log is written. Settling promises are still observed, so executions of methods end. The log then has only
   * entries of calls that started before, which must be discarded.
   */
  get isCounting(): boolean {
    return this.endCounting !== undefined;
  }

  start(log: ResumeLog): void {
    this.level = this.parts.levels.current;
    this.log = log;
    if (recordsAtLeast(this.level, WITH_SAMPLES)) this.parts.profiles.start();
    if (recordsAtLeast(this.level, WITH_LOG)) this.startLog(log);
    else this.pauseLog(log);
  }

  stop(): void {
    this.endCounting?.();
    this.endCounting = undefined;
    this.log?.stop();
    this.log = undefined;
    this.parts.profiles.stop();
    this.parts.utilization.start();
  }

  private change(level: RecordingLevel): void {
    const { level: before, log, parts } = this;
    if (log === undefined) return;
    parts.rotate();
    this.level = level;
    const samples = recordsAtLeast(level, WITH_SAMPLES);
    if (samples !== recordsAtLeast(before, WITH_SAMPLES)) {
      if (samples) parts.profiles.start();
      else parts.profiles.stop();
    }
    const logs = recordsAtLeast(level, WITH_LOG);
    if (logs === this.isCounting) {
      if (logs) this.startLog(log);
      else this.pauseLog(log);
    }
  }

  /** The loss in recordings of an interval by the level, as a sentence; `undefined` for none. */
  lossBetween(start: MonotonicMs, end: MonotonicMs): string | undefined {
    return LOSSES[this.parts.levels.lowestBetween(start, end)];
  }

  private startLog(log: ResumeLog): void {
    this.endCounting?.();
    this.endCounting = undefined;
    log.discard();
    log.start();
    this.parts.utilization.start(() => log.sleptMs);
  }

  /** Adds a sleep to the segments: otherwise the last owner would be charged until the log starts again. */
  private pauseLog(log: ResumeLog): void {
    log.stop();
    const now = clock();
    const pause = new LogChunk(1);
    pause.push(now, ASLEEP, 0, NO_CAUSE);
    this.parts.segments.add(now, now, [pause], []);
    this.endCounting = observeSettling(log.settling);
    this.parts.utilization.start();
  }
}
