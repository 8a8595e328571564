import type { Session } from 'node:inspector';
import { processWide } from '../execution/process-wide.js';
import type { CpuProfile } from './cpu-profile.interface.js';

type Inspector = Pick<typeof import('node:inspector'), 'Session' | 'console'>;

/** Receives each finished profile; the next one has begun before. @internal */
export type ProfileListener = (profile: CpuProfile) => void;

/**
 * V8's sampling profiler, without a gap: each rotation begins the next profile before it ends the last, so the sampler
 * never stops, and costs a fraction of a millisecond. (Stopping and starting it would hold the loop some 50 ms.)
 *
 * V8 samples the whole process, so that applications share one sampler: it runs while anybody uses it. This is the only
 * state of ours that belongs to the process.
 *
 * @internal
 */
export class CpuSampler {
  private readonly listeners = new Set<ProfileListener>();
  private session: Session | undefined;
  private inspector: Inspector | undefined;
  private sequence = 0;

  constructor(
    private readonly title = `nestjs-performance-monitor-${process.pid}`,
    private readonly loadInspector: () => Inspector = requireInspector,
  ) {}

  /**
   * Starts to sample, if nobody does yet.
   *
   * @param intervalMs used by whoever comes first: V8 has one interval while it samples
   * @throws when the inspector is missing or refuses
   */
  acquire(listener: ProfileListener, intervalMs: number): void {
    if (this.listeners.size === 0) this.start(intervalMs);
    this.listeners.add(listener);
  }

  release(listener: ProfileListener): void {
    if (this.listeners.delete(listener) && this.listeners.size === 0) this.stop();
  }

  /** Hands what was sampled since the last rotation to all users, before it returns. */
  rotate(): void {
    const { inspector } = this;
    if (inspector === undefined) return;
    const last = this.titleOf(this.sequence);
    this.sequence += 1;
    inspector.console.profile(this.titleOf(this.sequence));
    inspector.console.profileEnd(last);
  }

  private start(intervalMs: number): void {
    // Node would take our profiles for its own, and print each of them.
    if (isProfiledByNode()) throw new Error('the process runs under node --cpu-prof');
    const inspector = this.loadInspector();
    const session = new inspector.Session();
    session.connect();
    try {
      post(session, 'Profiler.enable');
      post(session, 'Profiler.setSamplingInterval', { interval: Math.round(intervalMs * 1_000) });
    } catch (error) {
      session.disconnect();
      throw error;
    }
    session.on('Profiler.consoleProfileFinished', message => {
      const { title, profile } = message.params as unknown as { title?: string; profile: CpuProfile };
      // Somebody else's `console.profile()` is announced to every session.
      if (title?.startsWith(`${this.title}-`) !== true) return;
      for (const listener of this.listeners) listener(profile);
    });
    this.inspector = inspector;
    this.session = session;
    inspector.console.profile(this.titleOf(this.sequence));
  }

  private stop(): void {
    this.inspector?.console.profileEnd(this.titleOf(this.sequence));
    this.inspector = undefined;
    if (this.session !== undefined) {
      post(this.session, 'Profiler.disable');
      this.session.disconnect();
    }
    this.session = undefined;
  }

  private titleOf(sequence: number): string {
    return `${this.title}-${sequence}`;
  }
}

/** The session is in this thread: the answer is there when `post` returns. */
function post(session: Session, method: string, params?: object): void {
  let failure: Error | null = null;
  session.post(method, params, error => {
    failure = error;
  });
  if (failure !== null) throw failure;
}

function isProfiledByNode(): boolean {
  return [...process.execArgv, process.env.NODE_OPTIONS ?? ''].some(option => option.includes('--cpu-prof'));
}

/** `node:inspector` is missing where Node was built without it: a static import would stop the application there. */
function requireInspector(): Inspector {
  const inspector: Inspector | undefined = process.getBuiltinModule('node:inspector');
  if (inspector === undefined) throw new Error('this Node was built without the inspector');
  return inspector;
}

/** The process's sampler. @internal */
export const processCpuSampler = processWide('cpuSampler', () => new CpuSampler());
