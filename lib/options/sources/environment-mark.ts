import { SHARED } from '../../platform/process-wide.js';

/** The property of an object of options from the environment that holds the variable of each value. */
const MARK = Symbol.for(`${SHARED}:FROM_ENVIRONMENT`);

/** By the option's path. @internal */
export type EnvironmentMark = ReadonlyMap<string, { readonly value: unknown; readonly variable: string | undefined }>;

/** Survives `{ ...options, threshold: '2s' }`. A replaced value no longer counts as from the environment. @internal */
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
