import { VERSION } from './version.js';

/**
 * Prefix of the names of process-wide state. The package can be loaded twice: by `import` and by `require()`, or as part of
 * a bundled library. Copies of one version share the state; another version has its own.
 *
 * @internal
 */
export const SHARED = `nestjs-performance-monitor@${VERSION}`;

const STATE = Symbol.for(SHARED);

/**
 * The process's one value of this name. The first copy of the package makes it. Jest has one value for each test file,
 * because each test file has its own `globalThis`.
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
