/** Each endpoint has its own claim. */
export const SLOW_ENDPOINTS: readonly string[] = Array.from({ length: 100 }, (_, n) => `slow${n}`);
