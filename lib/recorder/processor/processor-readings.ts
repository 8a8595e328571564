import type { MonotonicMs } from '../../model/execution.interface.js';
import { cpuMs } from '../../platform/cpu-clock.js';
import { CpuLimits, type Throttling } from './cpu-limits.js';
import { kernelFiles, noFiles, type KernelFiles } from './kernel-files.js';
import type { ProcessorUse } from './processor-use.interface.js';
import { SamplerThread } from './sampler-thread.js';
import { parseSchedstat, type ThreadTimes } from './schedstat.js';

/** The thread that reads is the application's own, in a worker thread as well. */
const OWN = '/proc/thread-self/schedstat';

interface Reading {
  readonly at: MonotonicMs;
  readonly own: ThreadTimes | undefined;
  readonly sampler: ThreadTimes | undefined;
  readonly cpuMs: number;
}

/**
 * Reads the kernel's figures about the process, at each rotation of the recorder: 30 to 50 µs, once a second under load.
 * Nothing stays open, and no timer runs.
 *
 * @internal
 */
export class ProcessorReadings {
  private readonly sampler: SamplerThread;
  private readonly limits: CpuLimits;
  private last: Reading | undefined;

  constructor(
    private readonly files: KernelFiles = process.platform === 'linux' ? kernelFiles : noFiles,
    private readonly usage: () => NodeJS.CpuUsage = () => process.cpuUsage(),
  ) {
    this.sampler = new SamplerThread(files);
    this.limits = new CpuLimits(files);
  }

  /**
   * The use since the last call; `undefined` for the first call, and where the kernel reports neither run delay nor
   * throttling.
   *
   * @param samplingIntervalMs 0 while no samples are taken
   */
  take(now: MonotonicMs, samplingIntervalMs: number): ProcessorUse | undefined {
    const { last } = this;
    const throttling = this.limits.read();
    const next = this.read(now, samplingIntervalMs);
    this.last = next;
    return last === undefined ? undefined : useBetween(last, next, throttling);
  }

  /** The use since the last call of {@link take}, which goes on. Without the throttling. */
  peek(now: MonotonicMs, samplingIntervalMs: number): ProcessorUse | undefined {
    const { last } = this;
    if (last === undefined) return undefined;
    return useBetween(last, this.read(now, samplingIntervalMs), undefined);
  }

  private read(now: MonotonicMs, samplingIntervalMs: number): Reading {
    return {
      at: now,
      own: parseSchedstat(this.files.text(OWN)),
      sampler: samplingIntervalMs > 0 ? this.sampler.times() : undefined,
      cpuMs: cpuMs(this.usage()),
    };
  }
}

function useBetween(last: Reading, next: Reading, throttling: Throttling | undefined): ProcessorUse | undefined {
  const own = between(last.own, next.own);
  const sampler = between(last.sampler, next.sampler);
  const elapsedMs = next.at - last.at;
  if (elapsedMs <= 0 || (own === undefined && throttling === undefined)) return undefined;
  const { throttledMs = 0 } = throttling ?? {};
  const cpu = next.cpuMs - last.cpuMs;
  const ranMs = own?.ranMs ?? cpu;
  // While the thread sleeps, only the sampler's delay shows that the limit stops the process.
  const samplerMs = Math.min(throttledMs, sampler?.delayedMs ?? 0);
  return {
    elapsedMs,
    ranMs,
    delayedMs: Math.min(elapsedMs, own === undefined ? throttledMs : Math.max(own.delayedMs, samplerMs)),
    sampler,
    othersMs: Math.max(0, cpu - ranMs),
    throttledMs,
    limit: throttling?.limit,
  };
}

/** A thread that was replaced has smaller totals. */
function between(last: ThreadTimes | undefined, next: ThreadTimes | undefined): ThreadTimes | undefined {
  if (last === undefined || next === undefined || next.turns < last.turns) return undefined;
  return {
    ranMs: next.ranMs - last.ranMs,
    delayedMs: next.delayedMs - last.delayedMs,
    turns: next.turns - last.turns,
  };
}
