import { AsyncResource } from 'node:async_hooks';
import { Inject, Injectable } from '@nestjs/common';
import { clock } from '../platform/clock.js';
import type { Execution } from '../tracing/execution.js';
import type { Tracer } from '../tracing/tracer.interface.js';
import type { ResolvedOptions } from '../options/resolved-options.interface.js';
import { RESOLVED_OPTIONS } from '../options/options.constants.js';
import { MonitorLogger } from '../logging/monitor.logger.js';
import { OverheadMeter } from '../overhead/overhead-meter.js';
import { OwnWork } from '../overhead/own-work.js';
import { RecordingLevels } from '../overhead/recording-levels.js';
import { cutRecording } from './cutting/cut-recording.js';
import { shortcomings } from './cutting/shortcomings.js';
import { HeldRecording, type KeptData } from './held-recording.js';
import { LevelSwitch } from './level-switch.js';
import { GcLog } from './log/gc-log.js';
import { RecentExecutions } from './log/recent-executions.js';
import { ResumeLog } from './log/resume-log.js';
import { RotationSchedule } from './log/rotation-schedule.js';
import { SegmentStore } from './log/segment-store.js';
import { SegmentThinner } from './log/segment-thinner.js';
import { LoopRefusal, RUNTIME_VERSIONS, type RuntimeVersions } from './loop-refusal.js';
import { LoopUtilization } from './loop-utilization.js';
import type { RecordingHandle } from './recording-handle.interface.js';
import type { Recording } from './recording.interface.js';
import { SegmentRotation } from './segment-rotation.js';
import { clockOffsetMs } from './sampling/clock-offset.js';
import { LoadShedding } from './sampling/load-shedding.js';
import { ProfileCollector } from './sampling/profile-collector.js';

/**
 * The flight recorder: CPU samples, resume log and GC pauses of the last minutes, always on and bounded. Data that no
 * execution in flight can need is dropped at once.
 *
 * @internal
 */
@Injectable()
export class FlightRecorder {
  private readonly segments: SegmentStore;
  private readonly thinner: SegmentThinner;
  private readonly profiles: ProfileCollector;
  private readonly schedule: RotationSchedule;
  private readonly gcLog = new GcLog();
  private readonly executions = new RecentExecutions();
  private readonly utilization = new LoopUtilization();
  private readonly levelSwitch: LevelSwitch;
  private readonly rotation: SegmentRotation;
  private readonly refusal: LoopRefusal;
  private readonly kept: KeptData;
  /** Outside all executions. The start, and a rotation of a full log, can happen during a request. */
  private readonly ownContext = new AsyncResource('PerformanceMonitor');
  private resumeLog: ResumeLog | undefined;
  private offsetMs = 0;

  constructor(
    @Inject(RESOLVED_OPTIONS) options: ResolvedOptions,
    private readonly logger: MonitorLogger,
    private readonly overhead: OverheadMeter,
    private readonly work: OwnWork,
    levels: RecordingLevels,
    shedding: LoadShedding,
    @Inject(RUNTIME_VERSIONS) versions: RuntimeVersions,
  ) {
    this.refusal = new LoopRefusal(versions, logger);
    this.segments = new SegmentStore(options.recorder.retentionMs);
    this.thinner = new SegmentThinner(this.segments, work, logger);
    this.profiles = new ProfileCollector(options.recorder, shedding, logger);
    const { profiles, segments, utilization } = this;
    const rotate = (): void => this.overhead.measure(() => this.safelyRotate());
    this.levelSwitch = new LevelSwitch({ levels, profiles, segments, utilization, rotate });
    const { executions, levelSwitch } = this;
    this.rotation = new SegmentRotation({ profiles, segments, executions, levelSwitch, ...options.recorder });
    this.kept = { executions, rotation: this.rotation, cut: execution => this.cut(execution) };
    this.schedule = new RotationSchedule({
      onInterval: () => this.onInterval(),
      rotate: () => this.ownContext.runInAsyncScope(rotate),
    });
  }

  /**
   * Starts to record for `tracer`. When it throws, nothing is left running.
   *
   * @param onRootSettled called when the promise of an execution's root settles
   * @returns `undefined` where the event loop cannot be recorded: executions are only timed there
   */
  start(tracer: Tracer, onRootSettled: (span: Execution['root']) => void): ResumeLog | undefined {
    try {
      return this.ownContext.runInAsyncScope(() => this.startInOwnContext(tracer, onRootSettled));
    } catch (error) {
      this.stop();
      throw error;
    }
  }

  stop(): void {
    this.schedule.stop();
    this.resumeLog = undefined;
    this.gcLog.stop();
    this.levelSwitch.stop();
    this.segments.dropAll(clock());
    this.executions.clear();
  }

  began(execution: Execution): void {
    this.executions.began(execution);
  }

  continued(execution: Execution): void {
    this.executions.continued(execution);
    this.resumeLog?.settling.watch(execution.root.promise as object, execution.root);
  }

  ended(execution: Execution): void {
    this.executions.ended(execution);
  }

  hold(execution: Execution): RecordingHandle {
    this.executions.hold(execution);
    return new HeldRecording(this.kept, execution, () => this.executions.release(execution));
  }

  holdSnapshot(snapshot: Execution, execution: Execution): RecordingHandle {
    this.executions.holdSnapshot(snapshot);
    return new HeldRecording(this.kept, snapshot, () => this.executions.releaseSnapshot(snapshot, execution));
  }

  readonly inFlight = (): Iterable<Execution> => this.executions.allInFlight;

  /** The event loop's utilization in the last ten seconds: 0 to 1. */
  readonly loopUtilization = (): number => this.utilization.read();

  /** The log, which names the code that runs now; `undefined` where none is written. */
  get currentLog(): ResumeLog | undefined {
    return this.levelSwitch.isCounting ? undefined : this.resumeLog;
  }

  /** Ends the current segment, so that everything until now can be cut. */
  rotate(): void {
    if (this.resumeLog !== undefined) this.rotation.rotate(this.resumeLog);
  }

  private startInOwnContext(tracer: Tracer, onRootSettled: (span: Execution['root']) => void): ResumeLog | undefined {
    this.gcLog.start();
    this.schedule.start();
    if (this.refusal.reason !== undefined) return void this.refusal.log();
    const { segments, executions } = this;
    const log = new ResumeLog(tracer, onRootSettled, () => this.schedule.rotateSoon(), segments, executions);
    this.resumeLog = log;
    this.offsetMs = clockOffsetMs();
    this.levelSwitch.start(log);
    this.rotation.begin();
    return log;
  }

  private onInterval(): boolean {
    this.utilization.mark();
    const isBusy = this.executions.anyNew();
    if (isBusy) void this.thinner.thin(id => this.executions.isRead(id));
    return isBusy;
  }

  private safelyRotate(): void {
    try {
      this.rotate();
    } catch (error) {
      this.logger.failure('The flight recorder could not rotate', error);
    }
  }

  private async cut(execution: Execution): Promise<Recording> {
    const { start, end } = execution;
    const { unknownMs, unplacedMs, ...parts } = await this.work.run(this.cutting(execution));
    return {
      ...parts,
      gcPauses: this.gcLog.between(start, end),
      samplingIntervalMs: this.profiles.intervalMs,
      degraded: shortcomings(execution, {
        refusal: this.refusal.reason,
        byLevel: this.levelSwitch.lossBetween(start, end),
        withoutSamples: this.profiles.lacks(start, end),
        log: this.resumeLog,
        lacksBeginning: this.segments.isIncompleteFor(start),
        unsampledMs: this.segments.unsampledMs(start, end),
        unknownMs,
        unplacedMs,
      }),
    };
  }

  private *cutting(execution: Execution): ReturnType<typeof cutRecording> {
    if (this.rotation.start <= execution.end) this.safelyRotate();
    yield;
    return yield* cutRecording(execution, this.segments.between(execution.start, execution.end), {
      causes: this.resumeLog?.causes,
      nameOf: id => this.executions.nameOf(id),
      clockOffsetMs: this.offsetMs,
      samplingIntervalMs: this.profiles.intervalMs,
    });
  }
}
