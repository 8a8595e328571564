import type { BoundaryDefinition } from '../boundary.interface.js';
import { CqrsBoundary } from './cqrs.boundary.js';

/** @internal */
export const cqrs: BoundaryDefinition = { boundaries: [CqrsBoundary], providers: [] };
