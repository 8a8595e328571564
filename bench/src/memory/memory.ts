import type { MemoryUse } from '../app/memory-use.js';
import { VARIANTS, type Variant } from '../app/variant.js';
import { LineServer } from '../load/line-server.js';
import { LoadGenerator } from '../load/load-generator.js';
import { MeasuredProcess } from '../process/measured-process.js';
import type { Settings } from '../settings.js';

const PATH = '/orders/17';

export interface MemoryStep {
  readonly requests: number;
  readonly use: Readonly<Record<Variant, MemoryUse>>;
}

/** Memory of each variant after a number of requests of the workload `api`, after forced collections. */
export async function measureMemory({ steps, requestsPerStep }: Settings['memory']): Promise<MemoryStep[]> {
  const lineServer = await LineServer.start();
  const processes = new Map<Variant, MeasuredProcess>();
  for (const variant of VARIANTS) {
    processes.set(variant, await MeasuredProcess.start('app/server.js', [variant, String(lineServer.port)]));
  }
  const after = async (variant: Variant, requests: number): Promise<MemoryUse> => {
    const process = processes.get(variant);
    if (process === undefined) throw new Error(`${variant} was not started`);
    const load = await LoadGenerator.open(process.ready.port, PATH);
    await load.runRequests(requests);
    load.close();
    return process.ask('memory');
  };
  const results: MemoryStep[] = [];
  for (let step = 0; step <= steps; step++) {
    process.stderr.write(step === 0 ? 'memory: ' : '.');
    // The first row comes after everything has been compiled and allocated once.
    const requests = step === 0 ? Math.min(1_000, requestsPerStep) : requestsPerStep;
    const use = {
      bare: await after('bare', requests),
      interceptor: await after('interceptor', requests),
      monitor: await after('monitor', requests),
    };
    results.push({ requests: step * requestsPerStep, use });
  }
  process.stderr.write('\n');
  await Promise.all([...processes.values()].map(each => each.stop()));
  lineServer.stop();
  return results;
}
