import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LineServer } from '../load/line-server.js';
import { LoadGenerator } from '../load/load-generator.js';
import { MeasuredProcess } from '../process/measured-process.js';
import type { Settings } from '../settings.js';
import { percentiles } from '../statistics/percentiles.js';
import type { WatchedLoop } from './loop-watch.js';
import type { StageHold } from './stage-hold.js';

const SLOW = '20ms';
const NEVER_SLOW = '1h';

export interface LoopResult {
  readonly withAlerts: WatchedLoop;
  readonly withoutAlerts: WatchedLoop;
  readonly stages: readonly StageHold[];
  /** Rotations of a server under full load. */
  readonly rotation: { readonly count: number; readonly p50Ms: number; readonly p99Ms: number; readonly maxMs: number };
}

/** Time for which the monitor blocks the event loop while it rotates, cuts, explains and writes. */
export async function measureLoop(settings: Settings['loop']): Promise<LoopResult> {
  const directory = await mkdtemp(join(tmpdir(), 'bench-loop-'));
  const run = async <T>(threshold: string, use: (app: MeasuredProcess) => Promise<T>): Promise<T> => {
    process.stderr.write('.');
    const app = await MeasuredProcess.start('loop/loop.app.js', [threshold, String(settings.executions), directory]);
    try {
      return await use(app);
    } finally {
      await app.stop();
    }
  };
  process.stderr.write('loop: ');
  try {
    return {
      withAlerts: await run(SLOW, app => app.ask('watch')),
      withoutAlerts: await run(NEVER_SLOW, app => app.ask('watch')),
      stages: await run(SLOW, app => app.ask('stages')),
      rotation: await measureRotation(settings.rotationLoadMs),
    };
  } finally {
    await rm(directory, { recursive: true, force: true });
    process.stderr.write('\n');
  }
}

async function measureRotation(loadMs: number): Promise<LoopResult['rotation']> {
  const lineServer = await LineServer.start();
  const server = await MeasuredProcess.start('app/server.js', ['monitor', String(lineServer.port)]);
  const loads = await Promise.all(['/orders/17', '/work'].map(path => LoadGenerator.open(server.ready.port, path)));
  await Promise.all(loads.map(load => load.runFor(Math.min(2_000, loadMs))));
  await server.ask('rotations');
  await Promise.all(loads.map(load => load.runFor(loadMs)));
  const times = await server.ask('rotations');
  for (const load of loads) load.close();
  await server.stop();
  lineServer.stop();
  const [p50Ms = Number.NaN, p99Ms = Number.NaN, maxMs = Number.NaN] = percentiles(times, [0.5, 0.99, 1]);
  return { count: times.length, p50Ms, p99Ms, maxMs };
}
