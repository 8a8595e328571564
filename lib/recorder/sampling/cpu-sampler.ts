import { clearTimeout, setTimeout } from '../../platform/host-timers.js';
import { processWide, SHARED } from '../../platform/process-wide.js';
import type { CpuProfile } from './cpu-profile.interface.js';
import { whyNotSampled } from './not-sampled.js';
import { post, profilerSession, type Inspector, type ProfilerSession } from './profiler-session.js';

/** Receives each finished profile; the next one has begun before. @internal */
export type ProfileListener = (profile: CpuProfile) => void;

/** Samples are taken so much longer than anybody uses them: to start anew costs the loop 40 to 100 ms, each time. */
export const LINGER_MS = 5_000;

const FINISHED = 'Profiler.consoleProfileFinished';

/**
 * V8's sampling profiler, without a gap: each rotation begins the next profile before it ends the last, so that the
 * sampler never stops, and costs a fraction of a millisecond.
 *
 * V8 samples the whole process, so that applications share one sampler: it runs while anybody uses it, and a little
 * longer for the next one. It pauses while the inspector is open: a debugger's front end would be sent each profile, and
 * DevTools ask about each in a dialog.
 *
 * @internal
 */
export class CpuSampler {
  private readonly listeners = new Set<ProfileListener>();
  private inspector: Inspector | undefined;
  private home: ProfilerSession | undefined;
  /** Of the profile in the making. */
  private title: string | undefined;
  /** Of the profile that is being handed out. */
  private ending: string | undefined;
  private intervalMs = 0;
  private lingering: NodeJS.Timeout | undefined;

  constructor(
    private readonly loadInspector: () => Inspector = requireInspector,
    private readonly whyNot: () => string | undefined = whyNotSampled,
  ) {}

  /** Whether it has users but takes no samples, since the inspector is open. */
  get isPaused(): boolean {
    return this.title === undefined && this.listeners.size > 0;
  }

  /**
   * Starts to sample, if nobody does yet.
   *
   * @param intervalMs in force for the first user: V8 has one interval while it samples
   * @throws when the inspector is missing or refuses, or Node itself uses the profiler
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

  /** For a user to whom samples do harm: they end at once, unless others use them. */
  renounce(listener: ProfileListener): void {
    this.listeners.delete(listener);
    if (this.listeners.size === 0) this.stop();
  }

  /** Hands what was sampled since the last rotation to all users, before it returns. */
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
    if (isFirst) askForInterval(home, this.intervalMs);
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
    // Everybody's `console.profile()` is announced to every session.
    if (title === undefined || title !== this.ending) return;
    for (const listener of this.listeners) listener(profile);
  };
}

/** Refused while another copy of this file samples in the same session: V8 keeps the interval it started with. */
function askForInterval({ session }: ProfilerSession, intervalMs: number): void {
  try {
    post(session, 'Profiler.setSamplingInterval', { interval: Math.round(intervalMs * 1_000) });
  } catch {
    // Samples come, at the other interval.
  }
}

/** `node:inspector` is missing where Node was built without it: a static import would stop the application there. */
function requireInspector(): Inspector {
  const inspector: Inspector | undefined = process.getBuiltinModule('node:inspector');
  if (inspector === undefined) throw new Error('this Node was built without the inspector');
  return inspector;
}

/** The process's sampler. @internal */
export const processCpuSampler = processWide('cpuSampler', () => new CpuSampler());
