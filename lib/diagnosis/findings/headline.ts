import type { HotFunction } from '../frames/hot-function.js';

/** `renderCsv (export.service.ts:42)` @internal */
export function showFunction({ name, location }: HotFunction): string {
  return location === undefined || name.endsWith(location) ? name : `${name} (${location})`;
}
