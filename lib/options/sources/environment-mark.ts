import { SHARED } from '../../platform/process-wide.js';

/** On an object of options that was read from the environment: what came from which variable. */
const MARK = Symbol.for(`${SHARED}:FROM_ENVIRONMENT`);

/** By the option's path. @internal */
export type EnvironmentMark = ReadonlyMap<string, { readonly value: unknown; readonly variable: string | undefined }>;

/** Survives `{ ...options, threshold: '2s' }`: only what was not replaced counts as from the environment. @internal */
export function markEnvironment<T extends object>(options: T, mark: EnvironmentMark): T {
  return Object.assign(options, { [MARK]: mark });
}

/** @internal */
export function environmentMarkOf(options: unknown): EnvironmentMark | undefined {
  if (typeof options !== 'object' || options === null) return undefined;
  try {
    const mark = (options as { readonly [MARK]?: unknown })[MARK];
    return mark instanceof Map ? (mark as EnvironmentMark) : undefined;
  } catch {
    return undefined;
  }
}
