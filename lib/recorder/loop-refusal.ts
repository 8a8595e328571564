import * as v8 from 'node:v8';
import type { MonitorLogger } from '../logging/monitor.logger.js';

/**
 * From which version of each line Node lets user code catch the error of an exhausted stack while async hooks are on.
 * Before, the process ends there with exit code 7, for hooks of promises as well, and up to Node 22 for
 * `AsyncLocalStorage`. Other lines below 26 were never mended.
 */
const MENDED: Readonly<Record<number, readonly [minor: number, text: string]>> = {
  20: [20, '20.20'],
  22: [22, '22.22'],
  24: [13, '24.13'],
  25: [3, '25.3'],
};
const FIRST_WITHOUT_FAULT = 26;

/** `process.versions`, for tests to replace. @internal */
export const RUNTIME_VERSIONS = Symbol('PERFORMANCE_MONITOR:RUNTIME_VERSIONS');

/** @internal */
export type RuntimeVersions = Readonly<Record<string, string | undefined>>;

/**
 * Why the event loop can not be listened to in this runtime, as a sentence for people. Executions are timed all the
 * same, without what happened inside.
 *
 * @internal
 */
export function loopRefusal(versions: RuntimeVersions): string | undefined {
  const hooks = (v8 as { promiseHooks?: { createHook?: unknown } }).promiseHooks;
  if (versions.bun !== undefined) return `Bun ${versions.bun} has no async hooks, no promise hooks and no profiler`;
  if (versions.deno !== undefined) return `Deno ${versions.deno} has no promise hooks and no profiler`;
  if (typeof hooks?.createHook !== 'function') return 'This runtime has no promise hooks';
  const node = versions.node ?? '';
  const [major = 0, minor = 0] = node.split('.').map(Number);
  if (major >= FIRST_WITHOUT_FAULT) return undefined;
  const mended = MENDED[major];
  if (mended !== undefined && minor >= mended[0]) return undefined;
  const next = mended?.[1] ?? '24.13';
  return `Node ${node} can end the process when a stack is exhausted while async hooks are on, so that none are used: update to ${next} or later`;
}

/**
 * The answer of `loopRefusal()`, which is logged once, however often the recorder starts.
 *
 * @internal
 */
export class LoopRefusal {
  readonly reason: string | undefined;
  private isLogged = false;

  constructor(
    versions: RuntimeVersions,
    private readonly logger: Pick<MonitorLogger, 'warn'>,
  ) {
    this.reason = loopRefusal(versions);
  }

  log(): void {
    if (!this.isLogged)
      this.logger.warn(`${this.reason}. Executions are timed, but reports have no breakdown of the time`);
    this.isLogged = true;
  }
}
