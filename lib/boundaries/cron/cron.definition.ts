import type { BoundaryDefinition } from '../boundary.interface.js';
import { CronBoundary } from './cron.boundary.js';

/** @internal */
export const cron: BoundaryDefinition = { boundaries: [CronBoundary], providers: [] };
