// Replaces lib/platform/clock.ts in unit tests, so that their fake clock reaches the library.
export const clock = (): number => performance.now();
export const wallClock = (): number => Date.now();
