/** A counter takes about 1 kB, so a full table takes half a megabyte. @internal */
export const MAX_ENDPOINTS = 500;

/** Longer names are cut: a client may choose a name, and must not fill the memory. @internal */
export const MAX_NAME_LENGTH = 200;

/** The name of the counter for all endpoints beyond the limit. @internal */
export const OTHER = '(other)';
