import { GraphQLModule } from '@nestjs/graphql';
import { MercuriusDriver, type MercuriusDriverConfig } from '@nestjs/mercurius';
import { Posts } from '../parts/graphql-code.js';
import { driveGraphql } from '../parts/graphql-drive.js';
import { SCHEMA, SchemaPostsResolver } from '../parts/graphql-schema.js';
import { subscribe, TicksResolver } from '../parts/graphql-subscription.js';
import type { HostApplication } from '../probe/application.js';

export const application: HostApplication = {
  module: () => ({
    imports: [
      GraphQLModule.forRoot<MercuriusDriverConfig>({
        driver: MercuriusDriver,
        typeDefs: `${SCHEMA} type Subscription { ticks: Int! }`,
        allowBatchedQueries: true,
        fieldResolverEnhancers: ['guards', 'interceptors', 'filters'],
        subscription: true,
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
