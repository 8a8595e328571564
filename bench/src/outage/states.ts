import type { Redis } from './redis.js';

/** What can be the matter with Redis while the application is measured. */
export const STATES = ['present', 'frozen', 'killed', 'back'] as const;

export type State = (typeof STATES)[number];

/** Claims go to Redis when so many were made in it. */
const ENOUGH_CALLS = 20;
const POLL_MS = 100;
const PATIENCE_MS = 60_000;

/** Makes it so. Windows begin at once: the first calls that go unanswered are a part of what is measured. */
export async function enter(state: State, redis: Redis): Promise<void> {
  if (state === 'frozen') redis.freeze();
  else if (state === 'killed') await redis.kill();
  else if (state === 'back') await redis.start();
}

/** Lets Redis answer again, and waits, under load, until the application has noticed. */
export async function recover(redis: Redis, load: { runFor(ms: number): Promise<unknown> }): Promise<void> {
  redis.thaw();
  const before = await redis.calls();
  const until = performance.now() + PATIENCE_MS;
  while ((await redis.calls()) < before + ENOUGH_CALLS) {
    if (performance.now() > until) throw new Error('claims did not go to Redis again');
    await load.runFor(POLL_MS);
  }
}
