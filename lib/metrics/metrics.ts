import { Inject, Injectable } from '@nestjs/common';
import { MonitorLogger } from '../logging/monitor.logger.js';
import { RESOLVED_OPTIONS } from '../options/options.constants.js';
import type { ResolvedOptions } from '../options/resolved-options.interface.js';
import { Figures } from './figures.js';
import { observeWith } from './opentelemetry.js';
import { registerWith } from './prometheus.js';

/**
 * Registers the metrics when the monitor starts, and removes them when it stops. A failure leaves the monitor without
 * metrics.
 *
 * @internal
 */
@Injectable()
export class Metrics {
  private remove: (() => void) | undefined = undefined;

  constructor(
    @Inject(RESOLVED_OPTIONS) private readonly options: Pick<ResolvedOptions, 'metrics'>,
    private readonly figures: Figures,
    private readonly logger: MonitorLogger,
  ) {}

  /** Never rejects. */
  async start(): Promise<void> {
    const { metrics } = this.options;
    if (metrics === undefined || this.remove !== undefined) return;
    try {
      this.remove =
        'registry' in metrics
          ? await registerWith(metrics.registry, this.figures)
          : observeWith(metrics.meter, this.figures);
      this.figures.delay.start();
    } catch (error) {
      this.logger.failure('The metrics could not be registered', error);
    }
  }

  stop(): void {
    const { remove } = this;
    this.remove = undefined;
    this.figures.delay.stop();
    remove?.();
  }
}
