import {
  Inject,
  Injectable,
  Scope,
  type CanActivate,
  type ExecutionContext,
  type OnModuleInit,
  type Type,
} from '@nestjs/common';
import { HttpAdapterHost, ModuleRef } from '@nestjs/core';
import { PerformanceMonitorConfigError } from '../options/config.error.js';
import { className } from '../platform/class-name.js';
import { hasRoutes } from './has-routes.js';
import type { StatusPageOptions } from './status-page-options.interface.js';

/** Injection token of the option. @internal */
export const STATUS_PAGE_OPTIONS = Symbol('PERFORMANCE_MONITOR:STATUS_PAGE_OPTIONS');

/** Nest's key for the scope that `@Injectable()` was given. */
const SCOPE_METADATA = 'scope:options';
const REMEDY = 'in the providers of a module, in the default scope';

/**
 * The guard of the option, on each route of the page. A class is found among the application's providers, or made.
 *
 * @internal
 */
@Injectable()
export class StatusGuard implements CanActivate, OnModuleInit {
  private guard: CanActivate | undefined;

  constructor(
    @Inject(STATUS_PAGE_OPTIONS) private readonly options: Pick<StatusPageOptions, 'guard'>,
    private readonly modules: ModuleRef,
    private readonly host: HttpAdapterHost,
  ) {}

  /** @throws PerformanceMonitorConfigError when the guard cannot be made: the page must not be open without it */
  async onModuleInit(): Promise<void> {
    const { guard } = this.options;
    // A worker that imports the module of the web application has no routes, and perhaps not all that the guard needs.
    if (!hasRoutes(this.host)) return;
    this.guard = typeof guard === 'function' ? await this.instanceOf(guard) : guard;
  }

  canActivate(context: ExecutionContext): ReturnType<CanActivate['canActivate']> {
    return this.guard?.canActivate(context) ?? false;
  }

  private async instanceOf(type: Type<CanActivate>): Promise<CanActivate> {
    const name = className(type);
    const { scope = Scope.DEFAULT } = (Reflect.getMetadata(SCOPE_METADATA, type) ?? {}) as { scope?: Scope };
    if (scope !== Scope.DEFAULT) throw faulty(`${name} has a scope of its own: list it ${REMEDY}`);
    try {
      return this.modules.get(type, { strict: false });
    } catch (error) {
      if (className((error as Error).constructor) !== 'UnknownElementException')
        throw faulty(`${name} cannot be used: list it ${REMEDY} (${firstLineOf(error)})`);
    }
    try {
      return await this.modules.create(type);
    } catch (error) {
      throw faulty(`${name} cannot be made: list ${name} ${REMEDY} (${firstLineOf(error)})`);
    }
  }
}

function faulty(text: string): PerformanceMonitorConfigError {
  return new PerformanceMonitorConfigError([`statusPage.guard: ${text}`]);
}

function firstLineOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? '';
}
