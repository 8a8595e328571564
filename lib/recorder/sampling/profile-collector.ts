import { clock } from '../../platform/clock.js';
import type { MonotonicMs } from '../../model/execution.interface.js';
import type { ResolvedOptions } from '../../options/resolved-options.interface.js';
import type { MonitorLogger } from '../../logging/monitor.logger.js';
import type { CpuProfile } from './cpu-profile.interface.js';
import { processCpuSampler, type CpuSampler } from './cpu-sampler.js';
import type { LoadShedding } from './load-shedding.js';
import { samplingFault, testRunner } from './sampling-obstacles.js';

/** Profiles that wait for this application's rotation while others rotate the sampler. */
const MAX_PROFILES = 100;

const NO_FUNCTIONS = 'The report shows how long code ran, but not which functions.';

/**
 * One application's share in the process's CPU sampler.
 *
 * @internal
 */
export class ProfileCollector {
  private interval = 0;
  private withoutSamples: string | undefined;
  private profiles: CpuProfile[] = [];
  /** Times of the sampler's last pause and its end. */
  private pausedAt: MonotonicMs = Infinity;
  private resumedAt: MonotonicMs = 0;
  private wasPaused = false;
  private readonly logged = new Set<string>();

  constructor(
    private readonly options: ResolvedOptions['recorder'],
    private readonly shedding: LoadShedding,
    private readonly logger: Pick<MonitorLogger, 'warn' | 'info' | 'debug' | 'failure'>,
    private readonly sampler: CpuSampler = processCpuSampler,
  ) {
    shedding.whenAllIsRegistered(() => this.safelyRecheck());
  }

  /** 0 while no samples are taken. */
  get intervalMs(): number {
    return this.wasPaused ? 0 : this.interval;
  }

  start(): void {
    this.withoutSamples = this.options.cpu ? this.harm() : `CPU sampling is switched off. ${NO_FUNCTIONS}`;
    if (this.withoutSamples !== undefined) return this.renounceSampler();
    try {
      this.sampler.acquire(this.onProfile, this.options.samplingIntervalMs);
      this.interval = this.options.samplingIntervalMs;
      // Drops the samples from before: the sampler may have run for other users.
      this.take();
    } catch (error) {
      const fault = samplingFault(error);
      this.withoutSamples = `No CPU samples: ${fault}. ${NO_FUNCTIONS}`;
      this.logOnce('warn', `CPU sampling is not possible, reports name spans but no functions: ${fault}`);
    }
  }

  stop(): void {
    this.sampler.release(this.onProfile);
    this.forget();
    this.profiles = [];
  }

  /** The samples since the last call. More than one profile when another application rotated in between. */
  take(): readonly CpuProfile[] {
    if (this.interval > 0) {
      this.sampler.rotate();
      this.checkPause();
      this.recheck();
    }
    const { profiles } = this;
    this.profiles = [];
    return profiles;
  }

  /** The reason why samples of this period are missing, as sentences; `undefined` when none are. */
  lacks(from: MonotonicMs, to: MonotonicMs): string | undefined {
    if (this.withoutSamples !== undefined) return this.withoutSamples;
    const paused = this.pausedAt < to && (this.wasPaused || this.resumedAt > from);
    return paused ? `No CPU samples while the inspector was open (--inspect). ${NO_FUNCTIONS}` : undefined;
  }

  /** The reason why sampling would do harm here. A user who sets `recorder.cpu` accepts it. */
  private harm(): string | undefined {
    if (this.options.cpuIsExplicit) return undefined;
    const runner = testRunner();
    if (runner !== undefined) {
      const line = `No CPU samples in a test run (${runner}) unless recorder.cpu is set to true.`;
      this.logOnce('debug', line);
      return `${line} ${NO_FUNCTIONS}`;
    }
    if (!this.shedding.isByUtilization()) return undefined;
    const line =
      "No CPU samples: @fastify/under-pressure may shed load by the event loop's utilization (maxEventLoopUtilization), " +
      'which sampling makes too high; recorder.cpu: true takes them all the same.';
    this.logOnce('warn', line);
    return `${line} ${NO_FUNCTIONS}`;
  }

  /** Plugins of plugins are registered when Fastify is ready: after the start. Each second of sampling rejects requests. */
  private recheck(): void {
    if (this.interval === 0) return;
    this.withoutSamples = this.harm();
    if (this.withoutSamples !== undefined) this.renounceSampler();
  }

  private safelyRecheck(): void {
    try {
      this.recheck();
    } catch (error) {
      this.logger.failure('CPU sampling could not be stopped for @fastify/under-pressure', error);
    }
  }

  private renounceSampler(): void {
    this.sampler.renounce(this.onProfile);
    this.forget();
  }

  private forget(): void {
    this.interval = 0;
    this.wasPaused = false;
  }

  private checkPause(): void {
    const { isPaused } = this.sampler;
    if (isPaused === this.wasPaused) return;
    this.wasPaused = isPaused;
    if (isPaused) {
      this.pausedAt = clock();
      const why = "a debugger would receive each of the monitor's profiles";
      this.logOnce(
        'warn',
        `CPU sampling pauses while the inspector is open, because ${why}: reports name no functions`,
      );
    } else {
      this.resumedAt = clock();
      this.logOnce('info', 'CPU sampling continues: the inspector was closed');
    }
  }

  private logOnce(level: 'warn' | 'info' | 'debug', line: string): void {
    if (!this.logged.has(line)) this.logger[level](line);
    this.logged.add(line);
  }

  private readonly onProfile = (profile: CpuProfile): void => {
    if (this.profiles.length < MAX_PROFILES) this.profiles.push(profile);
  };
}
