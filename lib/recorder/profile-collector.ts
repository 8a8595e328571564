import type { ResolvedOptions } from '../options/resolved-options.interface.js';
import type { MonitorLogger } from '../performance-monitor.logger.js';
import type { CpuProfile } from './cpu-profile.interface.js';
import { processCpuSampler, type CpuSampler } from './cpu-sampler.js';

/** Profiles that wait for a rotation of ours while other applications rotate the sampler. */
const MAX_PROFILES = 100;

/**
 * One application's share in the process's CPU sampler.
 *
 * @internal
 */
export class ProfileCollector {
  /** 0 while no samples are taken. */
  intervalMs = 0;
  /** Why there are none, as a sentence for people. */
  degraded: string | undefined;
  private profiles: CpuProfile[] = [];
  private warned = false;

  constructor(
    private readonly options: ResolvedOptions['recorder'],
    private readonly logger: MonitorLogger,
    private readonly sampler: CpuSampler = processCpuSampler,
  ) {}

  start(): void {
    this.degraded = undefined;
    if (!this.options.cpu) {
      this.degraded = 'CPU sampling is switched off: the report tells how long code ran, but not which function.';
      return;
    }
    try {
      this.sampler.acquire(this.onProfile, this.options.samplingIntervalMs);
      this.intervalMs = this.options.samplingIntervalMs;
    } catch (error) {
      this.degraded =
        'No CPU samples: the inspector is missing or in use. The report tells how long code ran, but not which function.';
      if (!this.warned)
        this.logger.warn(`CPU sampling is not possible, reports will name spans but no functions: ${String(error)}`);
      this.warned = true;
    }
  }

  stop(): void {
    this.sampler.release(this.onProfile);
    this.intervalMs = 0;
    this.profiles = [];
  }

  /** What was sampled since the last call; more than one profile when another application rotated in between. */
  take(): readonly CpuProfile[] {
    if (this.intervalMs > 0) this.sampler.rotate();
    const { profiles } = this;
    this.profiles = [];
    return profiles;
  }

  private readonly onProfile = (profile: CpuProfile): void => {
    if (this.profiles.length < MAX_PROFILES) this.profiles.push(profile);
  };
}
