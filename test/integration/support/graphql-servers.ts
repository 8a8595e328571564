import { ApolloDriver } from '@nestjs/apollo';
import type { DynamicModule } from '@nestjs/common';
import { GraphQLModule, type GqlModuleOptions } from '@nestjs/graphql';
import { MercuriusDriver } from '@nestjs/mercurius';
import mercurius from 'mercurius';
import type { Platform } from './test-app.js';

/** One of Nest's servers of GraphQL on one of its platforms. */
export interface GraphqlServer {
  readonly title: string;
  readonly platform: Platform;
  readonly isApollo: boolean;
  module(options?: GqlModuleOptions): DynamicModule;
}

export const APOLLO_ON_EXPRESS = apollo('express');
export const MERCURIUS: GraphqlServer = {
  title: 'Mercurius on Fastify',
  platform: 'fastify',
  isApollo: false,
  module: (options = {}) =>
    GraphQLModule.forRoot({
      driver: MercuriusDriver,
      allowBatchedQueries: true,
      persistedQueryProvider: mercurius.persistedQueryDefaults.automatic(),
      subscription: true,
      ...(options.typeDefs === undefined && { autoSchemaFile: true }),
      ...options,
    }),
};
export const GRAPHQL_SERVERS: readonly GraphqlServer[] = [APOLLO_ON_EXPRESS, apollo('fastify'), MERCURIUS];

function apollo(platform: Platform): GraphqlServer {
  return {
    title: `Apollo on ${platform === 'express' ? 'Express' : 'Fastify'}`,
    platform,
    isApollo: true,
    module: (options = {}) =>
      GraphQLModule.forRoot({
        driver: ApolloDriver,
        allowBatchedHttpRequests: true,
        introspection: true,
        csrfPrevention: false,
        includeStacktraceInErrorResponses: false,
        subscriptions: { 'graphql-ws': true },
        ...(options.typeDefs === undefined && { autoSchemaFile: true }),
        ...options,
      }),
  };
}
