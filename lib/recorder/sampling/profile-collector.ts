import { clock } from '../../platform/clock.js';
import type { MonotonicMs } from '../../model/execution.interface.js';
import type { ResolvedOptions } from '../../options/resolved-options.interface.js';
import type { MonitorLogger } from '../../logging/monitor.logger.js';
import type { CpuProfile } from './cpu-profile.interface.js';
import { processCpuSampler, type CpuSampler } from './cpu-sampler.js';
import type { LoadShedding } from './load-shedding.js';
import { samplingFault } from './sampling-fault.js';
import { testRunner } from './test-runner.js';

/** Profiles that wait for a rotation of ours while other applications rotate the sampler. */
const MAX_PROFILES = 100;

const NO_FUNCTIONS = 'The report shows how long code ran, but not which functions.';

/**
 * One application's share in the process's CPU sampler.
 *
 * @internal
 */
export class ProfileCollector {
  private interval = 0;
  private whyNone: string | undefined;
  private profiles: CpuProfile[] = [];
  /** When the sampler paused last, and went on. */
  private pausedAt: MonotonicMs = Infinity;
  private wentOnAt: MonotonicMs = 0;
  private wasPaused = false;
  private readonly said = new Set<string>();

  constructor(
    private readonly options: ResolvedOptions['recorder'],
    private readonly shedding: LoadShedding,
    private readonly logger: Pick<MonitorLogger, 'warn' | 'info' | 'debug' | 'failure'>,
    private readonly sampler: CpuSampler = processCpuSampler,
  ) {
    shedding.whenAllIsRegistered(() => this.heedSafely());
  }

  /** 0 while no samples are taken. */
  get intervalMs(): number {
    return this.wasPaused ? 0 : this.interval;
  }

  start(): void {
    this.whyNone = this.options.cpu ? this.disturbance() : `CPU sampling is switched off. ${NO_FUNCTIONS}`;
    if (this.whyNone !== undefined) return this.renounce();
    try {
      this.sampler.acquire(this.onProfile, this.options.samplingIntervalMs);
      this.interval = this.options.samplingIntervalMs;
      this.noticePause();
    } catch (error) {
      const fault = samplingFault(error);
      this.whyNone = `No CPU samples: ${fault}. ${NO_FUNCTIONS}`;
      this.say('warn', `CPU sampling is not possible, reports will name spans but no functions: ${fault}`);
    }
  }

  stop(): void {
    this.sampler.release(this.onProfile);
    this.forget();
    this.profiles = [];
  }

  /** What was sampled since the last call; more than one profile when another application rotated in between. */
  take(): readonly CpuProfile[] {
    if (this.interval > 0) {
      this.sampler.rotate();
      this.noticePause();
      this.heed();
    }
    const { profiles } = this;
    this.profiles = [];
    return profiles;
  }

  /** What of this stretch was not sampled, and why: for people. */
  lacks(from: MonotonicMs, to: MonotonicMs): string | undefined {
    if (this.whyNone !== undefined) return this.whyNone;
    const paused = this.pausedAt < to && (this.wasPaused || this.wentOnAt > from);
    return paused ? `No CPU samples while the inspector was open (--inspect). ${NO_FUNCTIONS}` : undefined;
  }

  /** Why sampling would do harm here; who sets `recorder.cpu` has weighed it. */
  private disturbance(): string | undefined {
    if (this.options.cpuIsExplicit) return undefined;
    const runner = testRunner();
    if (runner !== undefined) {
      const line = `No CPU samples in a test run (${runner}) unless recorder.cpu is set to true.`;
      this.say('debug', line);
      return `${line} ${NO_FUNCTIONS}`;
    }
    if (!this.shedding.isByUtilization()) return undefined;
    const line =
      "No CPU samples: @fastify/under-pressure may shed load by the event loop's utilization (maxEventLoopUtilization), " +
      'which sampling makes too high; recorder.cpu: true takes them all the same.';
    this.say('warn', line);
    return `${line} ${NO_FUNCTIONS}`;
  }

  /** Plugins of plugins are there when Fastify is ready: after the start. Each second of samples sheds load. */
  private heed(): void {
    if (this.interval === 0) return;
    this.whyNone = this.disturbance();
    if (this.whyNone !== undefined) this.renounce();
  }

  private heedSafely(): void {
    try {
      this.heed();
    } catch (error) {
      this.logger.failure('CPU sampling could not be ended beside @fastify/under-pressure', error);
    }
  }

  private renounce(): void {
    this.sampler.renounce(this.onProfile);
    this.forget();
  }

  private forget(): void {
    this.interval = 0;
    this.wasPaused = false;
  }

  private noticePause(): void {
    const { isPaused } = this.sampler;
    if (isPaused === this.wasPaused) return;
    this.wasPaused = isPaused;
    if (isPaused) {
      this.pausedAt = clock();
      const why = "a debugger would be sent each of the monitor's profiles";
      this.say('warn', `CPU sampling pauses while the inspector is open, since ${why}: reports will name no functions`);
    } else {
      this.wentOnAt = clock();
      this.say('info', 'CPU sampling goes on: the inspector was closed');
    }
  }

  private say(level: 'warn' | 'info' | 'debug', line: string): void {
    if (!this.said.has(line)) this.logger[level](line);
    this.said.add(line);
  }

  private readonly onProfile = (profile: CpuProfile): void => {
    if (this.profiles.length < MAX_PROFILES) this.profiles.push(profile);
  };
}
