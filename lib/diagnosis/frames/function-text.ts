import type { HotFunction } from './hot-function.js';

/** `renderCsv (export.service.ts:42)` @internal */
export function functionText({ name, location }: HotFunction): string {
  return location === undefined || name.endsWith(location) ? name : `${name} (${location})`;
}
