import type { PerformanceMonitorService } from 'nestjs-performance-monitor';
import { SILENT, VICTIM, WAITING } from './planted-causes.js';
import { get } from './requests.js';

const ROUNDS = 2;

/**
 * Uses each route until its code is compiled, as in a service that has run for a while. The monitor is disabled
 * meanwhile: cold code is a cause of its own, and none of the planted ones.
 */
export async function warmUp(app: string, monitor: PerformanceMonitorService): Promise<void> {
  monitor.disable();
  for (let round = 0; round < ROUNDS; round++) {
    await Promise.all([
      ...[...WAITING, VICTIM].map(planted => planted.send(app)),
      ...[...SILENT.values()].map(path => get(app, path)),
    ]);
  }
  monitor.enable();
}
