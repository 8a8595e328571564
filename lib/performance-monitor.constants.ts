/** @internal The checked and completed options, a `ResolvedOptions`. */
export const RESOLVED_OPTIONS = Symbol('PERFORMANCE_MONITOR:RESOLVED_OPTIONS');

/** @internal Our module's class: its providers are not watched. */
export const OWN_MODULE = Symbol('PERFORMANCE_MONITOR:OWN_MODULE');
