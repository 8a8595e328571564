import type { CanActivate, Type } from '@nestjs/common';

/**
 * The status page of the process.
 *
 * @publicApi
 */
export interface StatusPageOptions {
  /**
   * The path of the page, below the application's global prefix: `'ops/performance'`. No route of the application may have
   * it, or be below it. Required.
   */
  path: string;

  /**
   * Decides who sees the page and may send a test alert. Each route of the page calls it. Required: a class, or an instance.
   * A class with dependencies must be a provider of the application, in the default scope.
   *
   * A guard that reads decorators, such as one of roles, finds none on the page, and may let everybody in. Give the page a
   * guard of its own.
   */
  guard: Type<CanActivate> | CanActivate;
}

/**
 * The member that stands beside the options in `forRoot()`, and beside `useFactory` in `forRootAsync()`. Files and the
 * environment cannot set it.
 *
 * @publicApi
 */
export interface StatusPageExtra {
  /**
   * A page with what runs now, the slowest endpoints, the recent reports and the state of the notifiers of this process.
   *
   * @default false
   * @throws PerformanceMonitorConfigError at once without a path or a guard. At the start, for a path that the application has,
   *   or a guard that cannot be made
   * @example
   * PerformanceMonitorModule.forRoot({ statusPage: { path: 'ops/performance', guard: OperatorsGuard } })
   */
  statusPage?: false | StatusPageOptions | undefined;
}
