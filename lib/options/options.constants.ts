import { SHARED } from '../platform/process-wide.js';

/** @internal The checked and completed options, a `ResolvedOptions`. A module that provides them is one of ours, of any copy. */
export const RESOLVED_OPTIONS = Symbol.for(`${SHARED}:RESOLVED_OPTIONS`);
