import { Injectable } from '@nestjs/common';
import { setInterval, clearInterval } from '../platform/host-timers.js';
import { LiveOptions } from '../options/live-options.js';
import { MonitorLogger } from '../logging/monitor.logger.js';
import { OverheadMeter, shareOf } from './overhead-meter.js';

const PERIOD_MS = 10_000;

/** One report, or a burst of them, is no state: the share must be too large in each of so many periods. */
const PERIODS = 6;

/** CPU time of ours in a period that is not worth a word, whatever its share: 1 % of one core. */
const FLOOR_MS = PERIOD_MS / 100;

/** Of a process with fewer executions in a minute the share says that it is idle, and no endpoint is busy. */
const MIN_EXECUTIONS = 100;

/** A share that swings about the bound is one state, not many. */
const CALM = 0.8;

/**
 * Warns when the monitor uses more of the process's CPU time than `maxOverhead` allows for a whole minute: once, and
 * again only after a minute of traffic that was clearly within bounds.
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
          `exclude busy endpoints, set recorder.spans to 'decorated', or allow more`,
      );
    }
  }
}

function percent(share: number): string {
  return `${Math.round(share * 1_000) / 10} %`;
}
