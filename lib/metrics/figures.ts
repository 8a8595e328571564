import { Injectable } from '@nestjs/common';
import { InFlightAlerts } from '../alerts/in-flight-alerts.js';
import type { RecordingLevel } from '../model/recording-level.js';
import { OverheadMeter } from '../overhead/overhead-meter.js';
import { RecordingLevels } from '../overhead/recording-levels.js';
import { FlightRecorder } from '../recorder/flight-recorder.js';
import { StatsService } from '../stats/stats.service.js';
import type { Totals } from '../stats/totals.interface.js';
import { LoopDelay } from './loop-delay.js';

/**
 * The figures behind the metrics, each read when it is collected.
 *
 * @internal
 */
@Injectable()
export class Figures {
  readonly delay = new LoopDelay();

  constructor(
    private readonly stats: StatsService,
    private readonly inFlight: InFlightAlerts,
    private readonly levels: RecordingLevels,
    private readonly meter: OverheadMeter,
    private readonly recorder: FlightRecorder,
  ) {}

  readonly totals = (): Totals => this.stats.totals();

  readonly alertsInFlight = (): number => this.inFlight.size;

  readonly level = (): RecordingLevel => this.levels.current;

  readonly overhead = (): number => this.meter.share();

  readonly utilization = (): number => this.recorder.loopUtilization();
}
