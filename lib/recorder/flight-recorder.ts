import { AsyncResource } from 'node:async_hooks';
import { Inject, Injectable } from '@nestjs/common';
import { clock } from '../platform/clock.js';
import { setInterval, clearInterval, setImmediate, clearImmediate } from '../platform/host-timers.js';
import type { Execution } from '../tracing/execution.js';
import type { Tracer } from '../tracing/tracer.interface.js';
import type { ResolvedOptions } from '../options/resolved-options.interface.js';
import { RESOLVED_OPTIONS } from '../options/options.constants.js';
import { MonitorLogger } from '../logging/monitor.logger.js';
import { OverheadMeter } from '../overhead/overhead-meter.js';
import { RecordingLevels } from '../overhead/recording-levels.js';
import { OwnWork } from '../overhead/own-work.js';
import { clockOffsetMs } from './sampling/clock-offset.js';
import { LevelSwitch } from './level-switch.js';
import { GcLog } from './log/gc-log.js';
import { ProfileCollector } from './sampling/profile-collector.js';
import { RecentExecutions } from './log/recent-executions.js';
import { cutRecording } from './cutting/cut-recording.js';
import type { RecordingHandle } from './recording-handle.interface.js';
import type { Recording } from './recording.interface.js';
import { LoadShedding } from './sampling/load-shedding.js';
import { loopRefusal, RUNTIME_VERSIONS, type RuntimeVersions } from './loop-refusal.js';
import { LoopUtilization } from './loop-utilization.js';
import { ResumeLog } from './log/resume-log.js';
import { SegmentStore } from './log/segment-store.js';
import { SegmentThinner } from './log/segment-thinner.js';
import { shortcomings } from './cutting/shortcomings.js';

/** How often the log is cut into segments while there is work. */
const ROTATION_MS = 1_000;
/** Rotations that are passed over when nothing was executed since. */
const IDLE_ROTATIONS = 10;

/**
 * The flight recorder: CPU samples, resume log and GC pauses of the last minutes, always on and bounded. What no
 * execution in flight can still need is forgotten at once.
 *
 * @internal
 */
@Injectable()
export class FlightRecorder {
  private readonly segments: SegmentStore;
  private readonly thinner: SegmentThinner;
  private readonly profiles: ProfileCollector;
  private readonly gcLog = new GcLog();
  private readonly executions = new RecentExecutions();
  private readonly utilization = new LoopUtilization();
  private readonly levelSwitch: LevelSwitch;
  private readonly refusal: string | undefined;
  /** What runs in it is nobody's: the recorder may be started, or a rotation asked for, in the middle of a request. */
  private readonly ownContext = new AsyncResource('PerformanceMonitor');
  private resumeLog: ResumeLog | undefined;
  private timer: NodeJS.Timeout | undefined;
  private soon: NodeJS.Immediate | undefined;
  private segmentStart = 0;
  private offsetMs = 0;
  private idleTurns = 0;
  private saidRefusal = false;

  constructor(
    @Inject(RESOLVED_OPTIONS) private readonly options: ResolvedOptions,
    private readonly logger: MonitorLogger,
    private readonly overhead: OverheadMeter,
    private readonly work: OwnWork,
    levels: RecordingLevels,
    shedding: LoadShedding,
    @Inject(RUNTIME_VERSIONS) versions: RuntimeVersions,
  ) {
    this.refusal = loopRefusal(versions);
    this.segments = new SegmentStore(options.recorder.retentionMs);
    this.thinner = new SegmentThinner(this.segments, work, logger);
    this.profiles = new ProfileCollector(options.recorder, shedding, logger);
    const { profiles, segments, utilization } = this;
    this.levelSwitch = new LevelSwitch({ levels, profiles, segments, utilization, rotate: () => this.rotateNow() });
  }

  /**
   * Starts to record for `tracer`, or throws and runs nothing; `onRootSettled` hears of promises ending executions.
   *
   * @returns nothing where the event loop can not be listened to: executions are only timed there
   */
  start(tracer: Tracer, onRootSettled: (span: Execution['root']) => void): ResumeLog | undefined {
    try {
      return this.ownContext.runInAsyncScope(() => this.startIn(tracer, onRootSettled));
    } catch (error) {
      this.stop();
      throw error;
    }
  }

  private startIn(tracer: Tracer, onRootSettled: (span: Execution['root']) => void): ResumeLog | undefined {
    this.gcLog.start();
    this.timer = setInterval(() => this.turn(), ROTATION_MS).unref();
    if (this.refusal !== undefined) return this.sayRefusal(this.refusal);
    const log = new ResumeLog(tracer, onRootSettled, () => this.rotateSoon());
    this.resumeLog = log;
    this.offsetMs = clockOffsetMs();
    this.segmentStart = clock();
    this.levelSwitch.start(log);
    return log;
  }

  stop(): void {
    clearInterval(this.timer);
    clearImmediate(this.soon);
    this.timer = this.soon = undefined;
    this.resumeLog = undefined;
    this.gcLog.stop();
    this.levelSwitch.stop();
    this.segments.giveUp(clock());
    this.executions.clear();
  }

  /** An execution begins: from now on its time is kept. */
  began(execution: Execution): void {
    this.executions.began(execution);
  }

  /** An execution ended and nobody will ask for its recording. */
  ended(execution: Execution): void {
    this.executions.ended(execution);
  }

  /** An execution ended slow: its recording is kept until it is cut or let go. */
  hold(execution: Execution): RecordingHandle {
    this.executions.hold(execution);
    return {
      cut: () => this.cut(execution).finally(() => this.letGo(execution)),
      release: () => this.letGo(execution),
    };
  }

  /** The event loop's, in the last ten seconds: 0 to 1. */
  loopUtilization(): number {
    return this.utilization.read();
  }

  /** Ends the segment in the making, so that everything until now can be cut. */
  rotate(): void {
    const log = this.resumeLog;
    if (log === undefined) return;
    const now = clock();
    const profiles = this.profiles.take();
    const needed = this.executions.oldestNeeded(now - this.options.recorder.retentionMs);
    if (needed === undefined || this.levelSwitch.isCounting) log.discard();
    if (needed === undefined) this.segments.clear();
    else {
      this.segments.add(this.segmentStart, now, log.take(), profiles);
      this.segments.forgetBefore(needed, now);
    }
    this.segmentStart = now;
    if (!this.levelSwitch.isCounting) log.mark(now);
  }

  private turn(): void {
    this.utilization.mark();
    if (this.executions.anyNew()) this.idleTurns = 0;
    else if (++this.idleTurns % IDLE_ROTATIONS !== 0) return;
    this.rotateNow();
    void this.thinner.turn(id => this.executions.isNeeded(id));
  }

  private rotateSoon(): void {
    this.soon ??= setImmediate(() => {
      this.soon = undefined;
      this.ownContext.runInAsyncScope(() => this.rotateNow());
    });
  }

  private rotateNow(): void {
    this.overhead.measure(() => this.safelyRotate());
  }

  private safelyRotate(): void {
    try {
      this.rotate();
    } catch (error) {
      this.logger.failure('The flight recorder could not rotate', error);
    }
  }

  private letGo(execution: Execution): void {
    this.executions.ended(execution);
    execution.forgetSpans();
  }

  private async cut(execution: Execution): Promise<Recording> {
    const parts = await this.work.run(this.cutting(execution));
    return {
      ...parts,
      gcPauses: this.gcLog.between(execution.start, execution.end),
      samplingIntervalMs: this.profiles.intervalMs,
      degraded: this.degradations(execution),
    };
  }

  private *cutting(execution: Execution): ReturnType<typeof cutRecording> {
    if (this.segmentStart <= execution.end) this.safelyRotate();
    yield;
    return yield* cutRecording(execution, this.segments.between(execution.start, execution.end), {
      causes: this.resumeLog?.causes,
      ownerOf: id => this.executions.ownerOf(id),
      clockOffsetMs: this.offsetMs,
    });
  }

  private degradations(execution: Execution): string[] {
    if (this.refusal !== undefined) return [`${this.refusal}. The report tells how long it took, but not where.`];
    const { start, end } = execution;
    const losses = [this.levelSwitch.lossBetween(start, end), this.profiles.lacks(start, end)];
    const lacksBeginning = this.segments.isIncompleteFor(start);
    return [...losses.filter(loss => loss !== undefined), ...shortcomings(execution, this.resumeLog, lacksBeginning)];
  }

  private sayRefusal(refusal: string): undefined {
    if (!this.saidRefusal)
      this.logger.warn(`${refusal}. Executions are timed, but reports can not say where the time went`);
    this.saidRefusal = true;
  }
}
