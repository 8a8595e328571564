import type { Redis } from './redis.js';

/** The states of Redis during a measurement. */
export const STATES = ['present', 'frozen', 'killed', 'back'] as const;

export type State = (typeof STATES)[number];

/** After this many claims in Redis, the application has reconnected. */
const ENOUGH_CALLS = 20;
const POLL_MS = 100;
const PATIENCE_MS = 60_000;

/** Changes the state. The window begins at once, because the first unanswered calls are part of the measurement. */
export async function enter(state: State, redis: Redis): Promise<void> {
  if (state === 'frozen') redis.freeze();
  else if (state === 'killed') await redis.kill();
  else if (state === 'back') await redis.start();
}

/** Lets Redis answer again, and waits under load until the application has reconnected. */
export async function recover(redis: Redis, load: { runFor(ms: number): Promise<unknown> }): Promise<void> {
  redis.thaw();
  const before = await redis.calls();
  const until = performance.now() + PATIENCE_MS;
  while ((await redis.calls()) < before + ENOUGH_CALLS) {
    if (performance.now() > until) throw new Error('claims did not go to Redis again');
    await load.runFor(POLL_MS);
  }
}
