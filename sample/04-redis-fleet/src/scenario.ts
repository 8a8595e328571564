import { get } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Announcement } from './announcing.notifier.js';
import { Fleet } from './fleet.js';
import { freePort } from './free-port.js';
import { startRedis } from './redis.js';

const PROCESSES = 4;
/** Requests of one round, at the same time. */
const REQUESTS = 40;
/** On a busy machine a process may get no request of a round. */
const MAX_ROUNDS = 10;
const MAX_WAIT_MS = 15_000;
/** Long enough for a second alert to come, if there were one. */
const QUIET_MS = 1_500;

export interface ScenarioResult {
  readonly processes: number;
  /** How many processes have answered slow requests of both routes. */
  readonly slowProcesses: number;
  readonly requests: number;
  /** All that the fleet has told. */
  readonly alerts: readonly Announcement[];
  /** What it has told after one process was killed and another was started in its place. */
  readonly alertsAfterRestart: number;
}

/** Makes every process of a fleet slow at the same two routes, and then once more after one of them has died. */
export async function runScenario(): Promise<ScenarioResult> {
  const redis = await startRedis();
  const fleet = new Fleet(await freePort(), redis.url);
  try {
    await fleet.start(PROCESSES);
    const slow = await Promise.all([askAll(fleet, '/checkout/7'), askAll(fleet, '/search/tea')]);
    await untilTold(fleet, 2);
    const alerts = [...fleet.announcements];

    await fleet.kill(alerts[0]?.pid ?? 0);
    await fleet.startOne();
    const again = await Promise.all([askAll(fleet, '/checkout/8'), askAll(fleet, '/search/milk')]);
    await delay(QUIET_MS);
    return {
      processes: PROCESSES,
      slowProcesses: Math.min(...slow.map(({ pids }) => pids.size)),
      requests: [...slow, ...again].reduce((sum, { requests }) => sum + requests, 0),
      alerts,
      alertsAfterRestart: fleet.announcements.length - alerts.length,
    };
  } finally {
    await fleet.stop();
    await redis.stop();
  }
}

interface Answers {
  readonly pids: ReadonlySet<number>;
  readonly requests: number;
}

/** Sends requests until every process has answered. Each has a connection of its own: the port hands them out in turn. */
async function askAll({ url, pids: all }: Fleet, path: string): Promise<Answers> {
  const pids = new Set<number>();
  let requests = 0;
  for (let round = 0; round < MAX_ROUNDS && pids.size < all.length; round++) {
    for (const pid of await Promise.all(Array.from({ length: REQUESTS }, () => ask(url + path)))) pids.add(pid);
    requests += REQUESTS;
  }
  return { pids, requests };
}

function ask(url: string): Promise<number> {
  return new Promise((resolve, reject) => {
    get(url, { agent: false }, async response => {
      let text = '';
      for await (const chunk of response.setEncoding('utf8')) text += String(chunk);
      resolve((JSON.parse(text) as { pid: number }).pid);
    }).once('error', reject);
  });
}

async function untilTold({ announcements }: Fleet, count: number): Promise<void> {
  const deadline = performance.now() + MAX_WAIT_MS;
  while (announcements.length < count && performance.now() < deadline) await delay(50);
  await delay(QUIET_MS);
}
