import type { Provider } from '@nestjs/common';
import { alertProviders } from '../alerts/alert.providers.js';
import { NotifierTest } from '../delivery/notifier-test.js';
import { explainProviders } from '../explain/explain.providers.js';
import { Dispatcher } from '../delivery/dispatcher.js';
import { boundaryProviders } from '../boundaries/boundary.providers.js';
import { Libraries } from '../instrumentation/libraries/libraries.js';
import { LockWatch } from '../instrumentation/locks/lock-watch.js';
import { GlobalStages } from '../instrumentation/providers/global-stages.js';
import { ProviderExplorer } from '../instrumentation/providers/provider.explorer.js';
import { Executions } from '../tracing/executions.js';
import { StuckExecutions } from '../tracing/stuck-executions.js';
import { TracerService } from '../tracing/tracer.service.js';
import { MonitorParts } from './monitor-parts.js';
import { MonitorStatus } from './monitor-status.js';
import { STATUS_SOURCE } from '../status/status-source.interface.js';
import { AlertFiles } from '../delivery/alert-files.js';
import { FILE_SYSTEM } from '../platform/file-system.interface.js';
import { nodeFileSystem } from '../platform/file-system.js';
import { DigestJob } from '../jobs/digest.job.js';
import { JobScheduler } from '../jobs/job-scheduler.js';
import { RetentionJob } from '../jobs/retention.job.js';
import { Notifications } from './notifications.js';
import { notifierProviders } from './notifier.providers.js';
import { LiveOptions } from '../options/live-options.js';
import { LiveSettings } from '../options/live-settings.js';
import { RESOLVED_OPTIONS } from '../options/options.constants.js';
import { earlyProviders } from './early.providers.js';
import { PerformanceMonitorLifecycle } from './performance-monitor.lifecycle.js';
import { Figures } from '../metrics/figures.js';
import { Metrics } from '../metrics/metrics.js';
import { MonitorLogger } from '../logging/monitor.logger.js';
import { PerformanceMonitorHealthIndicator } from './performance-monitor.health.js';
import { PerformanceMonitorService } from './performance-monitor.service.js';
import { Redactor } from '../privacy/redactor.js';
import { ActiveExecutions } from '../recorder/active-executions.js';
import { FlightRecorder } from '../recorder/flight-recorder.js';
import { LoadShedding } from '../recorder/sampling/load-shedding.js';
import { RUNTIME_VERSIONS } from '../recorder/loop-refusal.js';
import { ReportRenderer } from '../report/report-renderer.js';
import { SourceMapResolver } from '../report/source-maps/source-maps.js';
import { tracingPorts } from './tracing-ports.js';
import { PrimaryImport } from './primary-import.js';
import { OverheadMeter } from '../overhead/overhead-meter.js';
import { OwnWork } from '../overhead/own-work.js';
import { RecordingLevels } from '../overhead/recording-levels.js';
import { OverheadWatch } from '../overhead/overhead-watch.js';
import { watchdogProviders } from '../watchdog/watchdog.providers.js';
import { StatsService } from '../stats/stats.service.js';

/** All providers of the module, in the order of the data's flow. @internal */
export const providers: Provider[] = [
  ...earlyProviders,
  { provide: LiveOptions, useFactory: (settings: LiveSettings) => settings.live, inject: [LiveSettings] },
  // Not frozen: a library that makes proxies of all providers could not replace the members of a frozen one.
  { provide: RESOLVED_OPTIONS, useFactory: (live: LiveOptions) => ({ ...live.current }), inject: [LiveOptions] },
  Redactor,
  MonitorLogger,
  OverheadMeter,
  OwnWork,
  OverheadWatch,
  RecordingLevels,
  StatsService,
  LoadShedding,
  { provide: RUNTIME_VERSIONS, useFactory: () => ({ ...process.versions }) },
  FlightRecorder,
  ...tracingPorts,
  Executions,
  TracerService,
  StuckExecutions,
  ActiveExecutions,
  ...boundaryProviders,
  GlobalStages,
  ProviderExplorer,
  Libraries,
  LockWatch,
  {
    provide: SourceMapResolver,
    useFactory: (logger: MonitorLogger) => new SourceMapResolver(logger),
    inject: [MonitorLogger],
  },
  ReportRenderer,
  ...explainProviders,
  AlertFiles,
  { provide: FILE_SYSTEM, useValue: nodeFileSystem },
  ...notifierProviders,
  JobScheduler,
  RetentionJob,
  DigestJob,
  Notifications,
  Dispatcher,
  ...alertProviders,
  ...watchdogProviders,
  NotifierTest,
  Figures,
  Metrics,
  MonitorParts,
  PrimaryImport,
  PerformanceMonitorLifecycle,
  PerformanceMonitorService,
  PerformanceMonitorHealthIndicator,
  { provide: STATUS_SOURCE, useClass: MonitorStatus },
];
