import { Injectable } from '@nestjs/common';
import { ApplicationConfig } from '@nestjs/core';
import { overrideMethod } from '../../platform/override-method.js';
import { ProviderMethods } from './provider-methods.js';

/**
 * Finds the application's global guards, pipes, interceptors and filters: the instances of `app.useGlobalGuards()`, and of
 * `APP_GUARD`, `APP_PIPE` and so on.
 *
 * Nest binds `catch()` of the filters when it builds the pipeline of a handler, gateways first. Just before that, it reads
 * the global filters from the application's configuration.
 *
 * @internal
 */
@Injectable()
export class GlobalStages {
  private undo: (() => void) | undefined = undefined;

  constructor(
    private readonly config: ApplicationConfig,
    private readonly methods: ProviderMethods,
  ) {}

  /** No pipeline is built. */
  find(): void {
    const { config } = this;
    this.undo ??= overrideMethod(config, 'getGlobalFilters', before => () => {
      const filters = Reflect.apply(before, config, []);
      if (this.undo !== undefined) this.cover(filters);
      return filters;
    });
  }

  /** The application has started: pipelines of request-scoped controllers are built for each request. */
  leave(): void {
    this.undo?.();
    this.undo = undefined;
  }

  private cover(filters: readonly unknown[]): void {
    const { config } = this;
    this.methods.coverGlobalStages([
      ...config.getGlobalGuards(),
      ...config.getGlobalInterceptors(),
      ...config.getGlobalPipes(),
      ...filters,
    ]);
  }
}
