import { types } from 'node:util';
import type { ModulesContainer } from '@nestjs/core';
import { applicationModules, NEST_OWN } from '../../tracing/application-modules.js';
import { givenInstances } from './given-classes.js';

/** Properties of one instance that are read. Clients are among the first: a constructor assigns them. */
const MAX_PROPERTIES = 100;
/** Instances that are found: an application has hundreds of providers. */
const MAX_INSTANCES = 20_000;

/**
 * The instances of an application by now: its providers and controllers, and the values of their own properties. A
 * service keeps its client in one. No proxy is read and no getter is called.
 *
 * @internal
 */
export function applicationInstances(modules: ModulesContainer): Set<object> {
  const found = new Set<object>();
  for (const { providers, controllers } of applicationModules(modules))
    for (const wrapper of [...providers.values(), ...controllers.values()])
      for (const instance of givenInstances(wrapper)) addWithProperties(found, instance);
  return found;
}

function addWithProperties(found: Set<object>, instance: unknown): void {
  if (!isReadable(instance) || found.has(instance) || found.size >= MAX_INSTANCES) return;
  found.add(instance);
  // A plain object can be a dictionary, a function the class of a driver: neither keeps a client as a service does.
  if (typeof instance !== 'object' || !isOfClass(instance)) return;
  for (const key of Object.getOwnPropertyNames(instance).slice(0, MAX_PROPERTIES)) {
    const value: unknown = Object.getOwnPropertyDescriptor(instance, key)?.value;
    if (isReadable(value)) found.add(value);
  }
}

function isReadable(value: unknown): value is object {
  return (typeof value === 'object' || typeof value === 'function') && value !== null && !types.isProxy(value);
}

function isOfClass(instance: object): boolean {
  if (Array.isArray(instance) || ArrayBuffer.isView(instance)) return false;
  const prototype: unknown = Object.getPrototypeOf(instance);
  if (prototype === null || prototype === Object.prototype || types.isProxy(prototype)) return false;
  return !NEST_OWN.has(Object.getOwnPropertyDescriptor(prototype, 'constructor')?.value);
}
