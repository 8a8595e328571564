/* Stands for `lib/platform/clock.ts` in the page. */

export const clock = (): number => performance.now();
