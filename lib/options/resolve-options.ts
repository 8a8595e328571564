import type { z } from 'zod';
import { buildOptions } from './build-options.js';
import { incompletenessOf } from './completeness.js';
import { PerformanceMonitorConfigError } from './config.error.js';
import { optionsSchema } from './options.schema.js';
import type { PerformanceMonitorOptions } from './performance-monitor-options.interface.js';
import type { ResolvedOptions } from './resolved-options.interface.js';

/**
 * Completes and checks the options once, at the start; everything downstream reads the frozen result.
 *
 * @throws PerformanceMonitorConfigError that lists every fault, not only the first
 * @internal
 */
export function resolveOptions(options: PerformanceMonitorOptions | undefined): ResolvedOptions {
  const parsed = optionsSchema.safeParse(options ?? {});
  if (!parsed.success) throw new PerformanceMonitorConfigError(parsed.error.issues.map(faultOf));
  const incomplete = incompletenessOf(parsed.data);
  if (incomplete.length > 0)
    throw new PerformanceMonitorConfigError(incomplete.map(({ path, message }) => `${path} ${message}`));
  return buildOptions(parsed.data);
}

function faultOf(issue: z.core.$ZodIssue): string {
  const path = issue.path.join('.') || 'options';
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map(key => `${[...issue.path, key].join('.')} is not an option`).join('; ');
  }
  // A union's own message hides what is wrong inside the one form that the user meant.
  if (issue.code === 'invalid_union') {
    const inner = issue.errors.flat().filter(each => each.path.length > 0 || each.code === 'unrecognized_keys');
    if (inner.length > 0)
      return inner.map(each => faultOf({ ...each, path: [...issue.path, ...each.path] })).join('; ');
  }
  return `${path} ${issue.message}`;
}
