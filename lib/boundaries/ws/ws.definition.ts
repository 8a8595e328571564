import type { BoundaryDefinition } from '../boundary.interface.js';
import { Gateways } from './gateways.js';
import { HandlerCalls } from './handler-calls.js';
import { HandlerEntry } from './handler-entry.js';
import { Messages } from './messages.js';
import { WsBoundary } from './ws.boundary.js';

/** @internal */
export const ws: BoundaryDefinition = {
  boundaries: [WsBoundary],
  providers: [Gateways, HandlerCalls, HandlerEntry, Messages],
};
