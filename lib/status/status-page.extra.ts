import type { DynamicModule } from '@nestjs/common';
import { PerformanceMonitorConfigError } from '../options/config.error.js';
import { RouteCollision } from './route-collision.js';
import { statusController } from './status.controller.js';
import { STATUS_PAGE_OPTIONS } from './status.guard.js';
import type { StatusPageExtra, StatusPageOptions } from './status-page-options.interface.js';
import { StatusPage } from './status-page.js';

/** Without the parts `.` and `..`, which browsers resolve. */
const PATH = /^(?!\.{1,2}(?:\/|$))[\w.~-]+(?:\/(?!\.{1,2}(?:\/|$))[\w.~-]+)*$/;
const MAX_PATH = 200;

/**
 * Adds the status page to the definition of the module.
 *
 * @throws PerformanceMonitorConfigError for an option that lacks a path or a guard
 * @internal
 */
export function withStatusPage(definition: DynamicModule, statusPage: StatusPageExtra['statusPage']): DynamicModule {
  if (statusPage === false || statusPage === undefined) return definition;
  const path = pathOf(statusPage);
  const faults = faultsOf(statusPage, path);
  if (faults.length > 0) throw new PerformanceMonitorConfigError(faults);
  const { guard } = statusPage;
  return {
    ...definition,
    controllers: [...(definition.controllers ?? []), statusController(path)],
    providers: [
      ...(definition.providers ?? []),
      { provide: STATUS_PAGE_OPTIONS, useValue: { path, guard } },
      StatusPage,
      RouteCollision,
    ],
  };
}

function pathOf(given: unknown): string {
  const path: unknown = typeof given === 'object' && given !== null ? Reflect.get(given, 'path') : undefined;
  return typeof path === 'string' ? path.replace(/^\/+|\/+$/g, '') : '';
}

function faultsOf(given: Partial<StatusPageOptions>, path: string): string[] {
  if (typeof given !== 'object' || given === null) return ['statusPage must be false, or an object of path, guard'];
  const faults: string[] = [];
  if (!PATH.test(path) || path.length > MAX_PATH)
    faults.push("statusPage.path must be a path below the application's prefix, such as 'ops/performance'");
  if (!isGuard(given.guard))
    faults.push(
      'statusPage.guard must be a class with canActivate(), or an instance of one: the page is never open to everybody',
    );
  const unknown = Object.keys(given).filter(key => key !== 'path' && key !== 'guard');
  return [...faults, ...unknown.map(key => `statusPage.${key} is not an option`)];
}

function isGuard(guard: unknown): boolean {
  if (typeof guard === 'function')
    return typeof (guard.prototype as { canActivate?: unknown })?.canActivate === 'function';
  return typeof guard === 'object' && guard !== null && typeof Reflect.get(guard, 'canActivate') === 'function';
}
