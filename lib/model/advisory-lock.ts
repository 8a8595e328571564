/** Stands in the place of the table, for a lock that belongs to none. @internal */
export const ADVISORY_LOCK = 'advisory lock';
