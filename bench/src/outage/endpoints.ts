/** Each has a claim of its own. */
export const SLOW_ENDPOINTS: readonly string[] = Array.from({ length: 100 }, (_, n) => `slow${n}`);
