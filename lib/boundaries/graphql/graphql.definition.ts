import type { BoundaryDefinition } from '../boundary.interface.js';
import { GraphqlBoundary } from './graphql.boundary.js';
import { GraphqlOperations } from './operations.js';
import { RootResolvers } from './root-resolvers.js';

/** @internal */
export const graphql: BoundaryDefinition = {
  boundaries: [GraphqlBoundary],
  providers: [GraphqlOperations, RootResolvers],
};
