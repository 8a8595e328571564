import { copyEarlierBuild } from '../app/earlier-build.js';
import type { Variant } from '../app/variant.js';
import { LineServer } from '../load/line-server.js';
import type { Settings } from '../settings.js';
import { compare, figuresOf, type Comparison, type VariantFigures } from './comparison.js';
import { measureRestart, type Restart } from './restart.js';
import { WORKLOADS, type Workload } from './workloads.js';

export interface OverheadResult {
  readonly workload: Workload;
  readonly restarts: number;
  readonly windows: number;
  /** True if the interval was narrow enough before the time was over. */
  readonly reachedTarget: boolean;
  readonly figures: Readonly<Record<Variant, VariantFigures>>;
  readonly monitorToInterceptor: Comparison;
  readonly monitorToBare: Comparison;
  readonly interceptorToBare: Comparison;
  /** Present with `--against`. */
  readonly monitorToEarlier?: Comparison;
}

/** CPU per request with and without the monitor. */
export async function measureOverhead(settings: Settings['overhead']): Promise<OverheadResult[]> {
  if (settings.against !== undefined) await copyEarlierBuild(settings.against);
  const lineServer = await LineServer.start();
  const results: OverheadResult[] = [];
  for (const workload of WORKLOADS) {
    process.stderr.write(`overhead: ${workload.name} `);
    results.push(await measureWorkload(workload, lineServer.port, settings));
    process.stderr.write('\n');
  }
  lineServer.stop();
  return results;
}

async function measureWorkload(
  workload: Workload,
  linePort: number,
  settings: Settings['overhead'],
): Promise<OverheadResult> {
  const until = performance.now() + settings.capMs;
  const restarts: Restart[] = [];
  let reachedTarget = false;
  while (restarts.length < settings.minRestarts || (!reachedTarget && performance.now() < until)) {
    restarts.push(await measureRestart(workload.path, linePort, settings));
    reachedTarget = compare(restarts, 'monitor', 'interceptor').ratio.halfWidth <= settings.targetHalfWidth;
    process.stderr.write('.');
  }
  return {
    workload,
    restarts: restarts.length,
    windows: restarts.length * settings.roundsPerRestart * Object.keys(restarts[0] ?? {}).length,
    reachedTarget,
    figures: {
      bare: figuresOf(restarts, 'bare'),
      interceptor: figuresOf(restarts, 'interceptor'),
      monitor: figuresOf(restarts, 'monitor'),
    },
    monitorToInterceptor: compare(restarts, 'monitor', 'interceptor'),
    monitorToBare: compare(restarts, 'monitor', 'bare'),
    interceptorToBare: compare(restarts, 'interceptor', 'bare'),
    ...(settings.against !== undefined && { monitorToEarlier: compare(restarts, 'monitor', 'earlier') }),
  };
}
