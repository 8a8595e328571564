import type { Provider } from '@nestjs/common';
import { BOUNDARIES, type Boundary, type BoundaryDefinition } from './boundary.interface.js';
import { BoundaryRegistry } from './boundary-registry.js';
import { command } from './command/command.definition.js';
import { cqrs } from './cqrs/cqrs.definition.js';
import { cron } from './cron/cron.definition.js';
import { event } from './event/event.definition.js';
import { graphql } from './graphql/graphql.definition.js';
import { http } from './http/http.definition.js';
import { queue } from './queue/queue.definition.js';
import { WatchPolicy } from './policy/watch-policy.js';
import { rpc } from './rpc/rpc.definition.js';
import { ws } from './ws/ws.definition.js';

/** All folders of this room that open executions. Those that replace the same methods detach in the reverse order. */
const DEFINITIONS: readonly BoundaryDefinition[] = [graphql, http, rpc, ws, queue, cron, event, cqrs, command];

/** @internal */
export const boundaryProviders: Provider[] = [
  WatchPolicy,
  ...DEFINITIONS.flatMap(({ boundaries, providers }) => [...providers, ...boundaries]),
  {
    provide: BOUNDARIES,
    useFactory: (...boundaries: Boundary[]) => boundaries,
    inject: DEFINITIONS.flatMap(({ boundaries }) => boundaries),
  },
  BoundaryRegistry,
];
