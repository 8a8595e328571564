/**
 * Lists every invalid setting. Thrown when the application starts, unless the option `strict` is `false`, and by the
 * methods of the service that change settings. The message contains no secret.
 *
 * @example
 * try { await NestFactory.create(AppModule) } catch (error) {
 *   if (error instanceof PerformanceMonitorConfigError) console.error(error.faults)
 * }
 *
 * @publicApi
 */
export class PerformanceMonitorConfigError extends Error {
  /** Constant, for code that cannot use `instanceof`. */
  override readonly name = 'PerformanceMonitorConfigError';

  /** Constant, like the codes of Node's errors. Stays the same when the message changes. */
  readonly code = 'PERFORMANCE_MONITOR_CONFIG';

  constructor(
    /** One sentence for each fault. Starts with the option's path. */
    readonly faults: readonly string[],
  ) {
    super(`The settings of nestjs-performance-monitor are wrong:\n${faults.map(fault => `  - ${fault}`).join('\n')}`);
  }
}
