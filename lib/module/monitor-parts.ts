import { Injectable } from '@nestjs/common';
import { AlertPipeline } from '../alerts/alert-pipeline.js';
import { RecentAlerts } from '../alerts/recent-alerts.js';
import { Dispatcher } from '../delivery/dispatcher.js';
import { NotifierTest } from '../delivery/notifier-test.js';
import { CustomNotifiers } from '../notifiers/custom/custom-notifiers.js';
import { Libraries } from '../instrumentation/libraries/libraries.js';
import { LockWatch } from '../instrumentation/locks/lock-watch.js';
import { ActiveExecutions } from '../recorder/active-executions.js';
import { Metrics } from '../metrics/metrics.js';
import { StuckExecutions } from '../tracing/stuck-executions.js';
import { TracerService } from '../tracing/tracer.service.js';
import { RecordingLevels } from '../overhead/recording-levels.js';
import { LiveSettings } from '../options/live-settings.js';
import { Redactor } from '../privacy/redactor.js';
import { FlightRecorder } from '../recorder/flight-recorder.js';
import { BlockedLoopWatch } from '../watchdog/blocked-loop-watch.js';
import { StatsService } from '../stats/stats.service.js';

/** The parts of one import of the module that the public service uses. @internal */
@Injectable()
export class MonitorParts {
  constructor(
    readonly tracer: TracerService,
    readonly recorder: FlightRecorder,
    readonly stuck: StuckExecutions,
    readonly blocked: BlockedLoopWatch,
    readonly active: ActiveExecutions,
    readonly stats: StatsService,
    readonly pipeline: AlertPipeline,
    readonly customNotifiers: CustomNotifiers,
    readonly notifierTest: NotifierTest,
    readonly settings: LiveSettings,
    readonly redactor: Redactor,
    readonly libraries: Libraries,
    readonly metrics: Metrics,
    readonly locks: LockWatch,
    readonly levels: RecordingLevels,
    readonly dispatcher: Dispatcher,
    readonly recent: RecentAlerts,
  ) {}
}
