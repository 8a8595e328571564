import { copyEarlierBuild } from '../app/earlier-build.js';
import type { Variant } from '../app/variant.js';
import { LineServer } from '../load/line-server.js';
import { PostgresStandIn } from '../load/postgres-stand-in.js';
import type { Settings } from '../settings.js';
import type { Estimate } from '../statistics/interval.js';
import { addedRatio, compare, figuresOf, type Comparison, type VariantFigures } from './comparison.js';
import { measureRestart, type Ports, type Restart } from './restart.js';
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
  /** What the monitor adds with its libraries, divided by what it adds without them. Present for `db`. */
  readonly librariesToNone?: Estimate;
}

/** CPU per request with and without the monitor. */
export async function measureOverhead(settings: Settings['overhead']): Promise<OverheadResult[]> {
  if (settings.against !== undefined) await copyEarlierBuild(settings.against);
  const [lineServer, standIn] = [await LineServer.start(), await PostgresStandIn.start()];
  const ports = { line: lineServer.port, postgres: standIn.port };
  const results: OverheadResult[] = [];
  for (const workload of WORKLOADS) {
    if (settings.workloads !== undefined && !settings.workloads.includes(workload.name)) continue;
    process.stderr.write(`overhead: ${workload.name} `);
    results.push(await measureWorkload(workload, ports, settings));
    process.stderr.write('\n');
  }
  lineServer.stop();
  standIn.stop();
  return results;
}

async function measureWorkload(
  workload: Workload,
  ports: Ports,
  settings: Settings['overhead'],
): Promise<OverheadResult> {
  const until = performance.now() + settings.capMs;
  const restarts: Restart[] = [];
  let reachedTarget = false;
  while (restarts.length < settings.minRestarts || (!reachedTarget && performance.now() < until)) {
    restarts.push(await measureRestart(workload, ports, settings));
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
    ...(workload.usesPostgres === true && { librariesToNone: addedRatio(restarts) }),
  };
}
