import type { BoundaryDefinition } from '../boundary.interface.js';
import { EventBoundary } from './event.boundary.js';

/** @internal */
export const event: BoundaryDefinition = { boundaries: [EventBoundary], providers: [] };
