/** The time of one answer of the server. @internal */
export const NETWORK_DEADLINE_MS = 500;
