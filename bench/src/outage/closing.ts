import { join } from 'node:path';
import { MeasuredProcess } from '../process/measured-process.js';
import type { Redis } from './redis.js';
import { enter, recover, type State } from './states.js';
import { SteadyLoad } from './steady-load.js';

/** Time of `app.close()` with pending alerts. */
export interface Closing {
  readonly state: State | 'down at the start';
  readonly ms: number;
}

/** Longer than the monitor needs to detect an outage of the store. */
const LOAD_MS = 2_000;

/** Starts an application for each state of Redis, and closes it in that state. */
export async function measureClosing(redis: Redis, directory: string, times: number): Promise<Closing[]> {
  const closings: Closing[] = [];
  for (let time = 0; time < times; time++) {
    process.stderr.write('c');
    for (const state of ['present', 'frozen', 'killed', 'back'] as const) {
      closings.push({ state, ms: await closeIn(state, redis, directory) });
      redis.thaw();
      if (state === 'killed') {
        closings.push({ state: 'down at the start', ms: await closeIn('present', redis, directory) });
        await redis.start();
      }
    }
  }
  return closings;
}

async function closeIn(state: State, redis: Redis, directory: string): Promise<number> {
  const args = ['redis', String(redis.port), join(directory, 'closing')];
  const app = await MeasuredProcess.start('outage/outage.app.js', args);
  const load = await SteadyLoad.open(app.ready.port);
  try {
    await load.runFor(LOAD_MS);
    if (state === 'back') await redis.kill();
    await enter(state, redis);
    await load.runFor(LOAD_MS);
    if (state === 'back') await recover(redis, load);
    return await app.ask('close');
  } finally {
    load.close();
    await app.stop();
  }
}
