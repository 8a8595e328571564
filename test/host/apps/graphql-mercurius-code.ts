import { GraphQLModule } from '@nestjs/graphql';
import { MercuriusDriver, type MercuriusDriverConfig } from '@nestjs/mercurius';
import { Posts, PostsResolver } from '../parts/graphql-code.js';
import { driveGraphql } from '../parts/graphql-drive.js';
import type { HostApplication } from '../probe/application.js';

export const application: HostApplication = {
  module: () => ({
    imports: [
      GraphQLModule.forRoot<MercuriusDriverConfig>({
        driver: MercuriusDriver,
        autoSchemaFile: true,
        allowBatchedQueries: true,
      }),
    ],
    providers: [Posts, PostsResolver],
  }),
  watched: ['graphql'],
  drive: driveGraphql,
};
