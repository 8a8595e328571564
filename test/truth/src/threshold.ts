/** The judged requests take longer. */
export const THRESHOLD_MS = 50;
