import type { BoundaryDefinition } from '../boundary.interface.js';
import { CommandBoundary } from './command.boundary.js';

/** @internal */
export const command: BoundaryDefinition = { boundaries: [CommandBoundary], providers: [] };
