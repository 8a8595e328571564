import { AsyncResource } from 'node:async_hooks';
import type { Session } from 'node:inspector';
import { SHARED } from '../../platform/process-wide.js';

/** @internal */
export type Inspector = Pick<typeof import('node:inspector'), 'Session' | 'console' | 'url'>;

/** @internal */
export interface ProfilerSession {
  readonly session: Session;
  /** Number of started profiles, for their titles: V8 ignores a second profile of the same title. */
  begun: number;
}

const HOME = Symbol.for(`${SHARED}:profiler-session`);

/** The context at the load of this file. The session would keep the async context of a request for good. */
const outside = new AsyncResource('PerformanceMonitor');

/**
 * The inspector session of the sampler, opened once in a process. It is never closed: `Profiler.disable` and `disconnect()`
 * end the block coverage of all other sessions.
 *
 * It is a property of Node's own module. Jest gives each test file its own `globalThis`, but all share Node's modules. A
 * session for each file would stay open until the end of the run.
 *
 * @throws the inspector's error
 * @internal
 */
export function profilerSession(inspector: Inspector): ProfilerSession {
  const home = inspector as Inspector & { [HOME]?: ProfilerSession };
  home[HOME] ??= outside.runInAsyncScope(() => ({ session: openSession(inspector), begun: 0 }));
  return home[HOME];
}

/** Synchronous: the session is in this thread. @internal */
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
