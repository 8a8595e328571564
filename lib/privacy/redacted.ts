/** What stands in the place of a secret. @internal */
export const REDACTED = '[REDACTED]';
