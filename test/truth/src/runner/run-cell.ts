import { setTimeout as delay } from 'node:timers/promises';
import type { Report } from 'nestjs-performance-monitor';
import { FACTS, type Cause } from '../causes.js';
import { NoProcessorError, type HostProcess } from './host-process.js';

/** The reports of one cell. */
export interface Evidence {
  readonly report: Report;
  /** The request that opened the pool's first connection and slept meanwhile. `undefined` when it had no processor. */
  readonly bystander: Report | undefined;
}

/** A pool is held only shortly in the warm-up. */
const WARM_HOLD_MS = 5;

/**
 * Runs one cell: a bystander opens the pool and sleeps; a small request compiles the code; the judged request follows.
 *
 * @throws when a request fails
 */
export async function runCell(host: HostProcess, cause: Cause): Promise<Evidence> {
  const { warm, size, holder, leavesAfterMs } = FACTS[cause];
  const judged = `judged ${cause}`;
  const bystander = `bystander of ${cause}`;
  const slept = ok(host.get(cause.startsWith('unix') ? '/bystander?unix' : '/bystander', bystander));
  await Promise.race([host.ask('opened'), slept]);
  if (holder !== undefined) await (await hold(host, holder, WARM_HOLD_MS)).over;
  await ok(host.get(`/${cause}?size=${warm}`, 'warm-up'));
  // On a busy machine the warm-up is slow, too. A request that ends before its report is delivered is only counted.
  await host.ask('flush');
  const held = holder === undefined ? undefined : await hold(host, holder, size);
  await host.get(`/${cause}?size=${size}`, judged, leavesAfterMs);
  await held?.over;
  const report = await host.report(judged);
  // A request that was blocked, or had no processor, for most of its time gets no report of its own.
  await delay(busyMs(report));
  await host.ask('over');
  await slept;
  const evidence = { report, bystander: await host.report(bystander).catch(unlessStarved) };
  await host.ask('stop');
  return evidence;
}

/** The time of the request in which it did not wait. */
function busyMs({ accounting }: Report): number {
  return accounting.waiting.reduce((rest, { ms }) => rest - ms, accounting.durationMs);
}

/** Starts another request. Resolves when it has taken away what the judged one needs. */
async function hold(host: HostProcess, route: string, ms: number): Promise<{ readonly over: Promise<void> }> {
  const over = ok(host.get(`/${route}?size=${ms}`, 'holder'));
  await Promise.race([host.ask('held'), over]);
  return { over };
}

function unlessStarved(error: unknown): undefined {
  if (!(error instanceof NoProcessorError)) throw error;
}

async function ok(response: Promise<number>): Promise<void> {
  const status = await response;
  if (status !== 200) throw new Error(`status ${status}`);
}
