import { Injectable } from '@nestjs/common';
import { ApplicationConfig, HttpAdapterHost, ModulesContainer } from '@nestjs/core';
import { MonitorLogger } from '../../logging/monitor.logger.js';
import { overrideMethod } from '../../platform/override-method.js';
import { TracerService } from '../../tracing/tracer.service.js';
import type { AttachMoment, Boundary } from '../boundary.interface.js';
import { MiddlewareUse } from './middleware-use.js';
import { RouteNames } from './route-name.js';

interface Layer {
  readonly route?: object;
}

type Bind = (path: string, handler: unknown) => unknown;

/** Express's adapter, and the part of its application that has the routes. */
interface BindingAdapter {
  getType(): string;
  getInstance(): { readonly router?: { readonly stack: readonly Layer[] } };
  createMiddlewareFactory(method: unknown): Bind | Promise<Bind>;
}

/**
 * Opens spans for middleware classes, and recognizes the routes that Express makes of middleware.
 *
 * Nest makes the middleware of all modules, and then takes references to their `use()`. Just before that, it reads the
 * global filters from the application's configuration.
 *
 * @internal
 */
@Injectable()
export class MiddlewareSpans implements Boundary {
  readonly kind = 'http';
  readonly moments = ['routes', 'init'] as const;
  private readonly uses: MiddlewareUse;
  private readonly undo: (() => void)[] = [];

  constructor(
    private readonly config: ApplicationConfig,
    private readonly modules: ModulesContainer,
    private readonly adapterHost: HttpAdapterHost,
    tracer: TracerService,
    private readonly names: RouteNames,
    private readonly logger: MonitorLogger,
  ) {
    this.uses = new MiddlewareUse(tracer);
  }

  attach(moment: AttachMoment): void {
    this.endRegistration();
    if (moment !== 'routes') return;
    const { config } = this;
    let isFirst = true;
    this.undo.push(
      overrideMethod(config, 'getGlobalFilters', before => () => {
        if (isFirst) this.watchAll();
        isFirst = false;
        return Reflect.apply(before, config, []);
      }),
    );
    const adapter = this.adapterHost.httpAdapter as unknown as BindingAdapter | undefined;
    if (adapter?.getType() === 'express') this.undo.push(this.followBinding(adapter));
  }

  detach(): void {
    this.endRegistration();
    this.uses.restore();
  }

  private endRegistration(): void {
    for (const undo of this.undo.splice(0)) undo();
  }

  private watchAll(): void {
    for (const { middlewares } of this.modules.values())
      for (const { metatype } of middlewares.values()) {
        try {
          if (typeof metatype === 'function') this.uses.watch(metatype);
        } catch (error) {
          this.logger.failure('Middleware could not be watched', error);
        }
      }
  }

  private followBinding(adapter: BindingAdapter): () => void {
    return overrideMethod(adapter, 'createMiddlewareFactory', before => method => {
      const bind = Reflect.apply(before, adapter, [method]);
      if (typeof bind !== 'function') return bind;
      return (path, handler) => {
        const known = new Set(layersOf(adapter));
        const result = bind(path, handler);
        for (const layer of layersOf(adapter))
          if (!known.has(layer) && layer.route !== undefined) this.names.middlewareRoutes.add(layer.route);
        return result;
      };
    });
  }
}

/** Empty in earlier versions of Express: their `router` throws. */
function layersOf(adapter: BindingAdapter): readonly Layer[] {
  try {
    return adapter.getInstance().router?.stack ?? [];
  } catch {
    return [];
  }
}
