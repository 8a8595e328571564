import { setTimeout as sleep } from 'node:timers/promises';
import { BackgroundTraffic } from './background-traffic.js';
import { COMPUTING, CULPRIT, SILENT, VICTIM, WAITING } from './planted-causes.js';

const CLIENTS_PER_PAGE = 2;
const VICTIMS = 8;
/** A victim waits 60 ms for the stock; it must have begun by the time that the export blocks the event loop. */
const UNTIL_VICTIM_WAITS_MS = 20;

export interface TrafficResult {
  /** Fast requests that ran beside the slow ones. */
  readonly fastRequests: number;
  /** The slowest answer for each fast route, in milliseconds. */
  readonly slowestMs: readonly (readonly [route: string, ms: number])[];
}

/** Sends the slow requests, with fast ones beside them. */
export async function sendTraffic(app: string): Promise<TrafficResult> {
  const fast = new BackgroundTraffic(app, SILENT, CLIENTS_PER_PAGE);
  await fast.isUnderWay();
  await Promise.all(WAITING.map(planted => planted.send(app)));
  await fast.stop();

  // The export must find other requests under way: a request that arrives while the loop is blocked has not begun yet.
  const victims = new BackgroundTraffic(app, [[VICTIM.route, '/orders/7']], VICTIMS);
  await victims.isUnderWay();
  const victim = VICTIM.send(app);
  await sleep(UNTIL_VICTIM_WAITS_MS);
  await CULPRIT.send(app);
  await Promise.all([victim, victims.stop()]);

  for (const planted of COMPUTING) await planted.send(app);
  return { fastRequests: fast.requests, slowestMs: [...fast.slowestMs] };
}
