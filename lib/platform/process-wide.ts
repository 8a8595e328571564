import { VERSION } from '../model/version.js';

/**
 * Begins the names of all that exists once in a process, though this package may be loaded twice: by `import` and by
 * `require()`, or bundled into a library. Copies of one version share it; another version has its own.
 *
 * @internal
 */
export const SHARED = `nestjs-performance-monitor@${VERSION}`;

const STATE = Symbol.for(SHARED);

/**
 * The first copy of this package makes it under this name, and all have it. Jest has one for each file of tests, whose
 * `globalThis` is its own.
 *
 * @internal
 */
export function processWide<T>(name: string, make: () => T): T {
  const home = globalThis as { [STATE]?: Map<string, unknown> };
  const state = home[STATE] ?? new Map<string, unknown>();
  if (state.size === 0) Object.defineProperty(home, STATE, { value: state });
  if (!state.has(name)) state.set(name, make());
  return state.get(name) as T;
}
