/**
 * The settings are wrong: thrown when the application starts, with every fault listed.
 *
 * @example
 * try { await NestFactory.create(AppModule) } catch (error) {
 *   if (error instanceof PerformanceMonitorConfigError) console.error(error.faults)
 * }
 *
 * @publicApi
 */
export class PerformanceMonitorConfigError extends Error {
  override readonly name = 'PerformanceMonitorConfigError';
  readonly code = 'PERFORMANCE_MONITOR_CONFIG';

  constructor(
    /** One sentence for each fault, beginning with the option's path. */
    readonly faults: readonly string[],
  ) {
    super(`The settings of nestjs-performance-monitor are wrong:\n${faults.map(fault => `  - ${fault}`).join('\n')}`);
  }
}
