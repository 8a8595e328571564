import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import { GraphQLModule } from '@nestjs/graphql';
import { Posts, PostsResolver } from '../parts/graphql-code.js';
import { driveGraphql } from '../parts/graphql-drive.js';
import type { HostApplication } from '../probe/application.js';

export const application: HostApplication = {
  module: () => ({
    imports: [
      GraphQLModule.forRoot<ApolloDriverConfig>({
        driver: ApolloDriver,
        autoSchemaFile: true,
        allowBatchedHttpRequests: true,
        introspection: true,
        includeStacktraceInErrorResponses: false,
      }),
    ],
    providers: [Posts, PostsResolver],
  }),
  watched: ['graphql'],
  drive: driveGraphql,
};
