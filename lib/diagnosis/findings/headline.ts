import type { HotFunction } from '../frames/hot-function.js';
import type { Wait } from '../timeline/stretches.js';

/** What a wait's kind is called in a sentence. */
const WORDING: Record<Wait['on'], string> = {
  database: 'database',
  http: 'HTTP',
  cache: 'cache',
  network: 'network',
  fs: 'file system',
  dns: 'DNS',
  threadpool: 'thread pool',
  timer: 'timer',
  pool: 'pool',
  await: 'await',
  other: 'other',
};

/** `640 ms`, `1.84 s`; below 10 ms with a decimal. @internal */
export function showDuration(ms: number): string {
  if (ms < 9.95) return `${ms.toFixed(1)} ms`;
  return ms < 999.5 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(2)} s`;
}

/** `78 %`: never 0 % of something, nor all of it when something is missing. @internal */
export function showShare(share: number): string {
  const percent = Math.round(share * 100);
  if (percent >= 100 && share < 0.9995) return '99 %';
  return percent < 1 && share > 0 ? '< 1 %' : `${percent} %`;
}

/** `127.0.0.1:5432 (database)` @internal */
export function showWait({ on, label }: Wait): string {
  if (on === 'await') return `await ${label}`;
  // `127.0.0.1:5432 (PostgreSQL)` says already what it is.
  const isTold = label.endsWith(')') || label.toLowerCase() === WORDING[on].toLowerCase();
  return isTold ? label : `${label} (${WORDING[on]})`;
}

/** `renderCsv (export.service.ts:42)` @internal */
export function showFunction({ name, location }: HotFunction): string {
  return location === undefined || name.endsWith(location) ? name : `${name} (${location})`;
}
