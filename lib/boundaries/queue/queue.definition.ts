import type { BoundaryDefinition } from '../boundary.interface.js';
import { QueueBoundary } from './queue.boundary.js';

/** @internal */
export const queue: BoundaryDefinition = { boundaries: [QueueBoundary], providers: [] };
