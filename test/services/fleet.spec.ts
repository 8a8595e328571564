import { describe, expect, it } from '@jest/globals';
import { isSettled, runFleet, type FleetResult } from './fleet/fleet.js';
import { RedisServer } from './support/redis-server.js';

const PROCESSES = 8;
const ENDPOINTS = 100;
/** Longer than a lease: an alert that was not confirmed is sent again within this time. */
const LINGER_MS = 9_000;
const MAX_MS = 150_000;

/** For a fifth of the endpoints the holder of the claim is killed: after the claim, before the send, or after the send. */
const KILLS = ENDPOINTS / 5;

function expectOnce(where: string, { histories, killed }: FleetResult): void {
  const all = [...histories.values()];
  const repeated = all.filter(({ sent }) => sent.length > 1);
  // Only a process that is killed between the send and its confirmation justifies a second alert.
  const withoutNeed = all.filter(history => history.confirmed.length > 1 || !isSettled(history, killed));
  console.log(
    `${where}: ${PROCESSES} processes, ${ENDPOINTS} endpoints, ${killed.size} processes killed, ${ENDPOINTS / 5} sends failed: ` +
      `${all.length} alerted, ${ENDPOINTS - all.length} lost, ` +
      `${repeated.length} sent again after a send that was not confirmed, ` +
      `${withoutNeed.length} without need ${JSON.stringify(withoutNeed)}`,
  );
  expect(all).toHaveLength(ENDPOINTS);
  expect(withoutNeed).toEqual([]);
  expect(killed.size).toBeGreaterThanOrEqual(KILLS);
}

describe('a fleet with killed processes and failed sends', () => {
  it(
    'alerts each endpoint once, with Redis',
    async () => {
      const server = await RedisServer.start();
      try {
        const options = { processes: PROCESSES, endpoints: ENDPOINTS, lingerMs: LINGER_MS };
        expectOnce('Redis', await runFleet({ ...options, redisUrl: server.url }));
      } finally {
        await server.dispose();
      }
    },
    MAX_MS,
  );

  it(
    'alerts each endpoint once, with files of one host',
    async () => {
      expectOnce('files', await runFleet({ processes: PROCESSES, endpoints: ENDPOINTS, lingerMs: LINGER_MS }));
    },
    MAX_MS,
  );
});
