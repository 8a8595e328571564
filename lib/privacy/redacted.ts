/** Replaces each secret. @internal */
export const REDACTED = '[REDACTED]';
