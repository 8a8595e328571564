/** @internal The checked and completed options, a `ResolvedOptions`. */
export const RESOLVED_OPTIONS = Symbol('PERFORMANCE_MONITOR:RESOLVED_OPTIONS');
