import type { BoundaryDefinition } from '../boundary.interface.js';
import { RpcBoundary } from './rpc.boundary.js';

/** @internal */
export const rpc: BoundaryDefinition = { boundaries: [RpcBoundary], providers: [] };
