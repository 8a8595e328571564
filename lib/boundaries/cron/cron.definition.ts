import type { BoundaryDefinition } from '../boundary.interface.js';
import { CronBoundary } from './cron.boundary.js';
import { ScheduledRuns } from './scheduled-runs.js';
import { WatchedSchedules } from './watched-schedules.js';

/** @internal */
export const cron: BoundaryDefinition = { boundaries: [CronBoundary], providers: [ScheduledRuns, WatchedSchedules] };
