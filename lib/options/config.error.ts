/**
 * The settings are wrong: thrown when the application starts, with every fault listed, unless the option `strict` is
 * `false`; and by those methods of the service that change settings. No secret stands in its message.
 *
 * @example
 * try { await NestFactory.create(AppModule) } catch (error) {
 *   if (error instanceof PerformanceMonitorConfigError) console.error(error.faults)
 * }
 *
 * @publicApi
 */
export class PerformanceMonitorConfigError extends Error {
  /** Always the same, for those who can not use `instanceof`. */
  override readonly name = 'PerformanceMonitorConfigError';

  /** Always the same, as Node's own errors have it: does not change when the message does. */
  readonly code = 'PERFORMANCE_MONITOR_CONFIG';

  constructor(
    /** One sentence for each fault, beginning with the option's path. */
    readonly faults: readonly string[],
  ) {
    super(`The settings of nestjs-performance-monitor are wrong:\n${faults.map(fault => `  - ${fault}`).join('\n')}`);
  }
}
