import { types } from 'node:util';
import type { ModulesContainer } from '@nestjs/core';

/** Nest's token of the driver of a `GraphQLModule`. The package may not be installed, so the class is known by its name. */
const DRIVER = 'AbstractGraphQLDriver';

/** The options of a server, as a driver completes them. @internal */
export type DriverOptions = Readonly<Record<string, unknown>>;

/** The used part of a driver. @internal */
export interface GraphqlDriver {
  mergeDefaultOptions(...given: unknown[]): DriverOptions | Promise<DriverOptions>;
}

/** The driver of each `GraphQLModule` of an application. @internal */
export function* graphqlDrivers(modules: ModulesContainer): Generator<GraphqlDriver> {
  for (const { providers } of modules.values())
    for (const { token, instance } of providers.values())
      if (typeof token === 'function' && !types.isProxy(token) && token.name === DRIVER && isDriver(instance))
        yield instance;
}

function isDriver(instance: unknown): instance is GraphqlDriver {
  if (typeof instance !== 'object' || instance === null || types.isProxy(instance)) return false;
  return typeof (instance as Partial<GraphqlDriver>).mergeDefaultOptions === 'function';
}

/** Names of the driver's class and of its base classes. @internal */
export function classNames(driver: object): string[] {
  const names: string[] = [];
  let type: unknown = driver.constructor;
  while (typeof type === 'function' && !types.isProxy(type) && type.name !== '') {
    names.push(type.name);
    type = Object.getPrototypeOf(type);
  }
  return names;
}
