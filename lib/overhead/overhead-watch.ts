import { Injectable } from '@nestjs/common';
import { setInterval, clearInterval } from '../platform/host-timers.js';
import { LiveOptions } from '../options/live-options.js';
import { MonitorLogger } from '../logging/monitor.logger.js';
import { OverheadMeter, shareOf } from './overhead-meter.js';

const PERIOD_MS = 10_000;

/** The share must be too large in each of this many periods: a burst of reports is not a lasting state. */
const PERIODS = 6;

/** CPU time in a period that is never worth a warning, whatever its share: 1 % of one core. */
const FLOOR_MS = PERIOD_MS / 100;

/** Executions in a minute below which the process is idle and the share has no meaning. */
const MIN_EXECUTIONS = 100;

/** A share must fall below this part of the bound before the next warning: it may oscillate about the bound. */
const CALM = 0.8;

/**
 * Warns when the monitor exceeds `maxOverhead`, its share of the process's CPU time, for a whole minute. Warns again only
 * after a minute of traffic clearly within the bound.
 *
 * @internal
 */
@Injectable()
export class OverheadWatch {
  private timer: NodeJS.Timeout | undefined;
  private periodsAbove = 0;
  private hasWarned = false;

  constructor(
    private readonly meter: OverheadMeter,
    private readonly live: LiveOptions,
    private readonly logger: MonitorLogger,
  ) {}

  start(): void {
    this.stop();
    this.meter.mark();
    this.timer = setInterval(() => this.check(), PERIOD_MS).unref();
  }

  stop(): void {
    clearInterval(this.timer);
    this.timer = undefined;
    this.periodsAbove = 0;
  }

  private check(): void {
    const minute = this.meter.recent();
    const period = this.meter.mark();
    const { maxOverhead } = this.live.current;
    const isAbove = period.ownMs >= FLOOR_MS && shareOf(period) > maxOverhead;
    this.periodsAbove = isAbove ? this.periodsAbove + 1 : 0;
    if (minute.executions < MIN_EXECUTIONS) return;

    const share = shareOf(minute);
    if (this.hasWarned) {
      this.hasWarned = share > maxOverhead * CALM;
    } else if (this.periodsAbove >= PERIODS && share > maxOverhead) {
      this.hasWarned = true;
      this.logger.warn(
        `The monitor uses about ${percent(share)} of the process's CPU time, more than maxOverhead (${percent(maxOverhead)}): ` +
          `exclude busy endpoints, set recorder.spans to 'decorated', or raise maxOverhead`,
      );
    }
  }
}

function percent(share: number): string {
  return `${Math.round(share * 1_000) / 10} %`;
}
