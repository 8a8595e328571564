import { clearTimeout, setTimeout } from '../../platform/host-timers.js';
import type { ResolvedOptions } from '../../options/resolved-options.interface.js';
import { processCpuSampler, type CpuSampler } from './cpu-sampler.js';
import { testRunner } from './sampling-obstacles.js';

/** An application that has not started by then may never start: a script, or a module that is only compiled. */
export const GIVE_UP_MS = 60_000;

/**
 * Samples while the application's providers are made. V8 records the places of inlined functions only in code that it
 * optimizes during sampling. Otherwise the time of code that ran hot before the start belongs to a caller further up.
 *
 * @internal
 */
export class EarlySampling {
  private isOn = false;
  private givingUp: NodeJS.Timeout | undefined;

  constructor(private readonly sampler: CpuSampler = processCpuSampler) {}

  /** Where sampling is not possible, the recorder reports the reason at its own start. */
  start({ enabled, recorder }: Pick<ResolvedOptions, 'enabled' | 'recorder'>): void {
    const { cpu, cpuIsExplicit, samplingIntervalMs } = recorder;
    if (this.isOn || !enabled || !cpu || (!cpuIsExplicit && testRunner() !== undefined)) return;
    try {
      this.sampler.acquire(this.discard, samplingIntervalMs);
      this.isOn = true;
      this.givingUp = setTimeout(() => this.end(), GIVE_UP_MS).unref();
    } catch {
      // Reports without functions are better than an application that does not start.
    }
  }

  /** The recorder samples now, or never will. */
  end(): void {
    if (!this.isOn) return;
    this.isOn = false;
    clearTimeout(this.givingUp);
    this.sampler.renounce(this.discard);
  }

  private readonly discard = (): void => undefined;
}
