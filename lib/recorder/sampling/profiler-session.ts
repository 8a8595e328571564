import { AsyncResource } from 'node:async_hooks';
import type { Session } from 'node:inspector';
import { SHARED } from '../../platform/process-wide.js';

/** @internal */
export type Inspector = Pick<typeof import('node:inspector'), 'Session' | 'console' | 'url'>;

/** @internal */
export interface ProfilerSession {
  readonly session: Session;
  /** Profiles that were begun in it. V8 ignores a second one of the same title. */
  begun: number;
}

const HOME = Symbol.for(`${SHARED}:profiler-session`);

/** Of the time when this file was loaded: the session would keep the async context of a request for good. */
const outside = new AsyncResource('PerformanceMonitor');

/**
 * The session in which V8 samples, opened once in the life of the process. It is never closed: `Profiler.disable`, and
 * `disconnect()` as well, end the block coverage of all others in the process.
 *
 * It hangs on Node's own module: Jest gives each file of tests a `globalThis` of its own, and Node's modules to all. A
 * session for each file would stay open until the run ends.
 *
 * @throws what the inspector throws where it refuses
 * @internal
 */
export function profilerSession(inspector: Inspector): ProfilerSession {
  const home = inspector as Inspector & { [HOME]?: ProfilerSession };
  home[HOME] ??= outside.runInAsyncScope(() => ({ session: openSession(inspector), begun: 0 }));
  return home[HOME];
}

/** The session is in this thread: the answer is there when `post` returns. @internal */
export function post(session: Session, method: string, params?: object): void {
  let failure: Error | null = null;
  session.post(method, params, error => {
    failure = error;
  });
  if (failure !== null) throw failure;
}

function openSession(inspector: Inspector): Session {
  const session = new inspector.Session();
  session.connect();
  post(session, 'Profiler.enable');
  return session;
}
