import { SHARED } from '../platform/process-wide.js';

/** Injection token of the `ResolvedOptions` of the start. Any copy of this package recognizes its modules by this token. @internal */
export const RESOLVED_OPTIONS = Symbol.for(`${SHARED}:RESOLVED_OPTIONS`);
