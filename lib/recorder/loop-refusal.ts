import * as v8 from 'node:v8';
import type { MonitorLogger } from '../logging/monitor.logger.js';

/**
 * The first fixed version of each line. Before it, an exhausted stack ends the process with exit code 7 while async or
 * promise hooks are on, up to Node 22 also `AsyncLocalStorage`. Other lines below 26 never got the fix.
 */
const FIXED: Readonly<Record<number, readonly [minor: number, text: string]>> = {
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
 * The reason why the event loop cannot be recorded in this runtime, as a sentence; `undefined` where it can. Executions are
 * still timed there.
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
  const fixed = FIXED[major];
  if (fixed !== undefined && minor >= fixed[0]) return undefined;
  const next = fixed?.[1] ?? '24.13';
  return `Node ${node} can end the process when a stack is exhausted while async hooks are on. The monitor uses none: update to ${next} or later`;
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
