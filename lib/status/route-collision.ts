import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost, MetadataScanner, ModulesContainer } from '@nestjs/core';
import { PerformanceMonitorConfigError } from '../options/config.error.js';
import { className } from '../platform/class-name.js';
import { applicationModules } from '../tracing/application-modules.js';
import { hasRoutes } from './has-routes.js';
import { STATUS_PAGE_OPTIONS } from './status.guard.js';
import type { StatusPageOptions } from './status-page-options.interface.js';

/** Nest's key for the paths of a controller and of its methods. */
const PATH_METADATA = 'path';
/** Nest's key for the path that `RouterModule` gives to a module: followed by the id of the application. */
const MODULE_PATH = '__module_path__';

/**
 * Stops the start when the application has a route at the path of the status page, or below it. No request would reach one of
 * the two. Only paths without parameters are compared.
 *
 * @internal
 */
@Injectable()
export class RouteCollision implements OnModuleInit {
  private readonly scanner = new MetadataScanner();

  constructor(
    @Inject(STATUS_PAGE_OPTIONS) private readonly options: Pick<StatusPageOptions, 'path'>,
    private readonly modules: ModulesContainer,
    private readonly host: HttpAdapterHost,
  ) {}

  /** @throws PerformanceMonitorConfigError */
  onModuleInit(): void {
    // A worker that imports the module of the web application has no routes.
    if (!hasRoutes(this.host)) return;
    this.refuseSecondPage();
    const { path } = this.options;
    for (const [type, prefix] of this.controllers()) {
      const found = this.routesOf(type, prefix).find(route => route === path || route.startsWith(`${path}/`));
      if (found === undefined) continue;
      throw new PerformanceMonitorConfigError([
        `statusPage.path '${path}' is in use: ${className(type)} has the route /${found}: choose another path`,
      ]);
    }
  }

  /** The order of imports would decide which guard holds. */
  private refuseSecondPage(): void {
    const pages = [...this.modules.values()].filter(({ providers }) => providers.has(STATUS_PAGE_OPTIONS));
    if (pages.length < 2) return;
    throw new PerformanceMonitorConfigError([
      'statusPage is given to several imports of PerformanceMonitorModule: give it to one of them',
    ]);
  }

  private *controllers(): Generator<[type: NewableFunction, prefix: string]> {
    const ofApplication = MODULE_PATH + this.modules.applicationId;
    for (const { controllers, metatype: module } of applicationModules(this.modules)) {
      const [prefix = ''] = [ofApplication, MODULE_PATH].flatMap(key => pathsOf(module, key));
      for (const { metatype } of controllers.values()) if (typeof metatype === 'function') yield [metatype, prefix];
    }
  }

  private routesOf(type: NewableFunction, modulePath: string): string[] {
    const prototype = type.prototype as Record<string, unknown>;
    return this.scanner.getAllMethodNames(prototype).flatMap(key => {
      const method = prototype[key] as object;
      return pathsOf(type, PATH_METADATA).flatMap(prefix =>
        pathsOf(method, PATH_METADATA).map(path => [modulePath, prefix, path].filter(part => part !== '').join('/')),
      );
    });
  }
}

function pathsOf(target: object, key: string): string[] {
  return [Reflect.getMetadata(key, target) as unknown]
    .flat()
    .filter(path => typeof path === 'string')
    .map(path => path.replace(/^\/+|\/+$/g, ''));
}
