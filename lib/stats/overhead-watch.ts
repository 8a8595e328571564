import { Injectable } from '@nestjs/common';
import { setInterval, clearInterval } from '../execution/host-timers.js';
import { LiveOptions } from '../options/live-options.js';
import { MonitorLogger } from '../performance-monitor.logger.js';
import { OverheadMeter } from './overhead-meter.js';

/** Long enough that one report does not count as a state. */
const PERIOD_MS = 10_000;

/** CPU time of ours in a period that is not worth a word, whatever its share: 1 % of one core. */
const FLOOR_MS = PERIOD_MS / 100;

/**
 * Warns when the monitor uses more of the process's CPU time than `maxOverhead` allows: once, and again only after it
 * has been within bounds in between.
 *
 * @internal
 */
@Injectable()
export class OverheadWatch {
  private timer: NodeJS.Timeout | undefined;
  private seen = { ownMs: 0, processMs: 0 };
  private isAbove = false;

  constructor(
    private readonly meter: OverheadMeter,
    private readonly live: LiveOptions,
    private readonly logger: MonitorLogger,
  ) {}

  start(): void {
    this.stop();
    this.seen = this.meter.totals();
    this.timer = setInterval(() => this.check(), PERIOD_MS).unref();
  }

  stop(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private check(): void {
    const totals = this.meter.totals();
    const ownMs = totals.ownMs - this.seen.ownMs;
    const share = ownMs / Math.max(1, totals.processMs - this.seen.processMs);
    this.seen = totals;
    const { maxOverhead } = this.live.current;
    const isAbove = ownMs >= FLOOR_MS && share > maxOverhead;
    if (isAbove && !this.isAbove) {
      this.logger.warn(
        `The monitor uses about ${percent(share)} of the process's CPU time, more than maxOverhead (${percent(maxOverhead)}): ` +
          `exclude busy endpoints, set recorder.spans to 'decorated', or allow more`,
      );
    }
    this.isAbove = isAbove;
  }
}

function percent(share: number): string {
  return `${Math.round(share * 1_000) / 10} %`;
}
