import type { Provider } from '@nestjs/common';
import { BOUNDARIES, type Boundary, type BoundaryDefinition } from './boundary.interface.js';
import { BoundaryRegistry } from './boundary-registry.js';
import { http } from './http/http.definition.js';
import { WatchPolicy } from './policy/watch-policy.js';

/** All folders of this room that open executions. */
const DEFINITIONS: readonly BoundaryDefinition[] = [http];

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
