import { Injectable } from '@nestjs/common';
import { ExternalContextCreator, ModulesContainer } from '@nestjs/core';
import { overrideMethod } from '../../platform/override-method.js';
import type { Callable } from '../../tracing/callable.js';
import type { AttachMoment, Boundary } from '../boundary.interface.js';
import { apolloPlugin, withPlugin } from './apollo-plugin.js';
import { classNames, graphqlDrivers, type DriverOptions, type GraphqlDriver } from './drivers.js';
import { mercuriusHooks, withHooks } from './mercurius-hooks.js';
import { GraphqlOperations } from './operations.js';
import { RootResolvers } from './root-resolvers.js';

type Create = (...args: unknown[]) => unknown;

/** Positions of the arguments of `ExternalContextCreator.create()`. Only fields of objects have options. */
const OPTIONS = 7;
const CONTEXT_TYPE = 8;

/** Base class of Nest's drivers for Apollo. The options of a gateway's server are a part of its own. */
const APOLLO = 'ApolloBaseDriver';
const APOLLO_GATEWAY = 'ApolloGatewayDriver';
/** These have no common base class. A gateway of Mercurius has other hooks. */
const MERCURIUS = new Set(['MercuriusDriver', 'MercuriusFederationDriver']);

/**
 * Makes GraphQL operations of the executions of HTTP requests, and opens executions for the set-up of subscriptions.
 *
 * The server itself names the operation: by a plugin of Apollo, or hooks of Mercurius, which a driver adds to its options.
 * With any other server, the first root resolver does. Drivers read their options in `onModuleInit()`, and the pipelines of
 * resolvers are made there.
 *
 * @internal
 */
@Injectable()
export class GraphqlBoundary implements Boundary {
  readonly kind = 'graphql';
  readonly moments = ['construction', 'init'] as const;
  private readonly undo: (() => void)[] = [];
  private readonly drivers = new Set<GraphqlDriver>();

  constructor(
    private readonly external: ExternalContextCreator,
    private readonly modules: ModulesContainer,
    private readonly operations: GraphqlOperations,
    private readonly resolvers: RootResolvers,
  ) {}

  /** The instances of drivers are there at `init`. */
  attach(moment: AttachMoment): void {
    this.resolvers.isOn = true;
    if (this.undo.length === 0) this.undo.push(this.followPipelines());
    if (moment === 'construction') return;
    for (const driver of graphqlDrivers(this.modules)) {
      if (this.drivers.has(driver)) continue;
      this.drivers.add(driver);
      this.undo.push(this.followOptions(driver));
    }
  }

  detach(): void {
    this.resolvers.isOn = false;
    this.drivers.clear();
    for (const undo of this.undo.splice(0).reverse()) undo();
  }

  private followPipelines(): () => void {
    const { external, resolvers } = this;
    const follow = (before: Create): Create => {
      return (...args) => {
        const pipeline = Reflect.apply(before, external, args);
        const isRoot = args[CONTEXT_TYPE] === 'graphql' && args[OPTIONS] === undefined;
        return isRoot && typeof pipeline === 'function' ? resolvers.watch(pipeline as Callable) : pipeline;
      };
    };
    return overrideMethod(external, 'create', before => follow(before as Create) as typeof before);
  }

  private followOptions(driver: GraphqlDriver): () => void {
    return overrideMethod(driver, 'mergeDefaultOptions', before => async (...given) => {
      const options = await (Reflect.apply(before, driver, given) as ReturnType<typeof before>);
      try {
        return this.withOurs(options, driver);
      } catch (error) {
        this.operations.fail(error);
        return options;
      }
    });
  }

  private withOurs(options: DriverOptions, driver: object): DriverOptions {
    const names = classNames(driver);
    const plugin = apolloPlugin(this.operations);
    if (names.includes(APOLLO_GATEWAY))
      return { ...options, server: withPlugin((options.server ?? {}) as DriverOptions, plugin) };
    if (names.includes(APOLLO)) return withPlugin(options, plugin);
    if (names.some(name => MERCURIUS.has(name))) return withHooks(options, mercuriusHooks(this.operations));
    return options;
  }
}
