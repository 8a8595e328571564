// Enhancers run for each field, unlike by default. A subscription runs over a WebSocket.
import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import { GraphQLModule } from '@nestjs/graphql';
import { Posts } from '../parts/graphql-code.js';
import { driveGraphql } from '../parts/graphql-drive.js';
import { SCHEMA, SchemaPostsResolver } from '../parts/graphql-schema.js';
import { subscribe, TicksResolver } from '../parts/graphql-subscription.js';
import type { HostApplication } from '../probe/application.js';

export const application: HostApplication = {
  module: () => ({
    imports: [
      GraphQLModule.forRoot<ApolloDriverConfig>({
        driver: ApolloDriver,
        typeDefs: `${SCHEMA} type Subscription { ticks: Int! }`,
        allowBatchedHttpRequests: true,
        includeStacktraceInErrorResponses: false,
        fieldResolverEnhancers: ['guards', 'interceptors', 'filters'],
        subscriptions: { 'graphql-ws': true },
      }),
    ],
    providers: [Posts, SchemaPostsResolver, TicksResolver],
  }),
  watched: ['graphql'],
  async drive(drive) {
    await driveGraphql(drive);
    drive.result('ticks', await subscribe(drive.url));
  },
};
