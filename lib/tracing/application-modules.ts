import * as nestCommon from '@nestjs/common';
import * as nestCore from '@nestjs/core';
import type { ModulesContainer } from '@nestjs/core';
import { RESOLVED_OPTIONS } from '../options/options.constants.js';

/** Nest's own classes: the application's code below them has its own spans and executions. @internal */
export const NEST_OWN = new Set<unknown>([...Object.values(nestCommon), ...Object.values(nestCore)]);

type Module = ModulesContainer extends Map<string, infer Each> ? Each : never;

/** All modules except this package's and Nest's: each start would read a hundred classes without anything to find. @internal */
export function applicationModules(modules: ModulesContainer): Module[] {
  return [...modules.values()].filter(
    ({ metatype, providers }) =>
      !providers.has(RESOLVED_OPTIONS) && !NEST_OWN.has(metatype) && metatype.name !== 'InternalCoreModule',
  );
}
