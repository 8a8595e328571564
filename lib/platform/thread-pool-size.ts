const DEFAULT = 4;
const MAX = 1_024;

/** The number of threads of libuv's pool, as libuv reads it from the environment. @internal */
export function threadPoolSize({ UV_THREADPOOL_SIZE: text }: NodeJS.ProcessEnv = process.env): number {
  if (text === undefined) return DEFAULT;
  const given = Number.parseInt(text, 10);
  return Number.isNaN(given) ? 1 : Math.min(MAX, Math.max(1, given));
}
