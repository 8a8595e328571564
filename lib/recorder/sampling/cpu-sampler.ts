import { clearTimeout, setTimeout } from '../../platform/host-timers.js';
import { processWide, SHARED } from '../../platform/process-wide.js';
import type { CpuProfile } from './cpu-profile.interface.js';
import { whyNotSampled } from './not-sampled.js';
import { post, profilerSession, type Inspector, type ProfilerSession } from './profiler-session.js';

/** Receives each finished profile. The next one has already started. @internal */
export type ProfileListener = (profile: CpuProfile) => void;

/** Sampling continues for this time after its last user: a new start blocks the loop for 40 to 100 ms. */
export const LINGER_MS = 5_000;

const FINISHED = 'Profiler.consoleProfileFinished';

/**
 * V8's sampling profiler, without gaps. Each rotation starts the next profile before it ends the last one, so the sampler
 * never stops. A rotation costs a fraction of a millisecond.
 *
 * V8 samples the whole process, so its applications share one sampler. It runs while it has users, and a little longer. It
 * pauses while the inspector is open: V8 sends each profile to the debugger too, and DevTools opens a dialog for each.
 *
 * @internal
 */
export class CpuSampler {
  private readonly listeners = new Set<ProfileListener>();
  private inspector: Inspector | undefined;
  private home: ProfilerSession | undefined;
  /** Title of the current profile. */
  private title: string | undefined;
  /** Title of the profile that V8 is delivering. */
  private ending: string | undefined;
  private intervalMs = 0;
  private lingering: NodeJS.Timeout | undefined;

  constructor(
    private readonly loadInspector: () => Inspector = requireInspector,
    private readonly whyNot: () => string | undefined = whyNotSampled,
  ) {}

  /** True when sampling has users and is suspended, because the inspector is open. */
  get isPaused(): boolean {
    return this.title === undefined && this.listeners.size > 0;
  }

  /**
   * Starts sampling for the first user.
   *
   * @param intervalMs the first user's applies: V8 has one interval while it samples
   * @throws when the inspector is missing or fails, or Node itself uses the profiler
   */
  acquire(listener: ProfileListener, intervalMs: number): void {
    if (this.listeners.size === 0) this.start(intervalMs);
    this.listeners.add(listener);
  }

  release(listener: ProfileListener): void {
    if (!this.listeners.delete(listener) || this.listeners.size > 0) return;
    clearTimeout(this.lingering);
    this.lingering = setTimeout(() => this.stop(), LINGER_MS).unref();
  }

  /** For a user that sampling would harm: sampling ends at once, unless it has other users. */
  renounce(listener: ProfileListener): void {
    this.listeners.delete(listener);
    if (this.listeners.size === 0) this.stop();
  }

  /** Delivers the samples since the last rotation to all users, synchronously. */
  rotate(): void {
    const { inspector, home, title: last } = this;
    if (inspector === undefined || home === undefined) return;
    this.title = undefined;
    if (inspector.url() === undefined) this.begin(inspector, home, last === undefined);
    if (last !== undefined) this.end(inspector, last);
  }

  private start(intervalMs: number): void {
    const refusal = this.whyNot();
    if (refusal !== undefined) throw new Error(refusal);
    clearTimeout(this.lingering);
    if (intervalMs !== this.intervalMs) this.stop();
    if (this.home === undefined) {
      const inspector = this.loadInspector();
      this.home = profilerSession(inspector);
      this.home.session.on(FINISHED, this.onFinished);
      this.inspector = inspector;
      this.intervalMs = intervalMs;
    }
    this.rotate();
  }

  private begin(inspector: Inspector, home: ProfilerSession, isFirst: boolean): void {
    if (isFirst) requestInterval(home, this.intervalMs);
    home.begun += 1;
    this.title = `${SHARED}-${process.pid}-${home.begun}`;
    inspector.console.profile(this.title);
  }

  private end(inspector: Inspector, title: string): void {
    this.ending = title;
    inspector.console.profileEnd(title);
  }

  private stop(): void {
    clearTimeout(this.lingering);
    const { inspector, home, title } = this;
    home?.session.off(FINISHED, this.onFinished);
    this.inspector = this.home = this.title = undefined;
    if (title !== undefined) inspector?.console.profileEnd(title);
  }

  private readonly onFinished = (message: { readonly params: unknown }): void => {
    const { title, profile } = message.params as { title?: string; profile: CpuProfile };
    // V8 reports each `console.profile()` of the process to every session.
    if (title === undefined || title !== this.ending) return;
    for (const listener of this.listeners) listener(profile);
  };
}

/** V8 rejects this while another copy of this file samples in the same session, and keeps its interval. */
function requestInterval({ session }: ProfilerSession, intervalMs: number): void {
  try {
    post(session, 'Profiler.setSamplingInterval', { interval: Math.round(intervalMs * 1_000) });
  } catch {
    // The samples have the other copy's interval.
  }
}

/** Node may be built without `node:inspector`: a static import would stop the application there. */
function requireInspector(): Inspector {
  const inspector: Inspector | undefined = process.getBuiltinModule('node:inspector');
  if (inspector === undefined) throw new Error('this Node was built without the inspector');
  return inspector;
}

/** The process's sampler. @internal */
export const processCpuSampler = processWide('cpuSampler', () => new CpuSampler());
