export type { ActiveExecution } from './model/active-execution.interface.js';
export type { Alert, AlertSeverity } from './model/alert.interface.js';
export type { NotifierTestResult } from './model/notifier-test.interface.js';
export { AlertNotifier } from './notifiers/custom/alert-notifier.decorator.js';
export { Profile, type ProfileOptions } from './instrumentation/decorators/profile.decorator.js';
export { SkipMonitoring } from './instrumentation/decorators/skip-monitoring.decorator.js';
export { SlowThreshold, type Threshold } from './instrumentation/decorators/slow-threshold.decorator.js';
export type { EndedBy, ExecutionKind, ExecutionOutcome, SpanKind } from './model/execution.interface.js';
export { DeliveryError, type DeliveryFault } from './model/delivery.error.js';
export type { Digest, DigestEndpoint } from './model/digest.interface.js';
export type { Notifier } from './model/notifier.interface.js';
export type { LibrariesOptions } from './instrumentation/libraries/libraries-options.interface.js';
export type { DigestOptions } from './jobs/digest-options.interface.js';
export type {
  PerformanceMonitorAsyncOptions,
  PerformanceMonitorOptionsFactory,
} from './module/async-options.interface.js';
export type { ConfigRegistration } from './module/config-registration.js';
export type { PerformanceMonitorOptions } from './module/performance-monitor-options.interface.js';
export { performanceMonitorConfig, performanceMonitorEnvironmentSchema } from './module/performance-monitor.config.js';
export type { DingTalkOptions } from './notifiers/dingtalk/dingtalk-options.interface.js';
export type { EmailOptions } from './notifiers/email/email-options.interface.js';
export type { FeishuOptions } from './notifiers/feishu/feishu-options.interface.js';
export type { HttpOptions } from './notifiers/http-client/http-options.interface.js';
export type { LocalFileOptions, RetentionOptions } from './notifiers/local-file/local-file-options.interface.js';
export type { MattermostOptions } from './notifiers/mattermost/mattermost-options.interface.js';
export type { PagerDutyOptions } from './notifiers/pagerduty/pagerduty-options.interface.js';
export type { KeyvStore } from './notifiers/store/keyv-store.interface.js';
export type { S3StoreOptions, StoreOptions } from './notifiers/store/store-options.interface.js';
export type { TeamsOptions } from './notifiers/teams/teams-options.interface.js';
export type { TelegramOptions } from './notifiers/telegram/telegram-options.interface.js';
export type { WebhookOptions } from './notifiers/webhook/webhook-options.interface.js';
export type { WeComOptions } from './notifiers/wecom/wecom-options.interface.js';
export type { CaptureOptions, RedactOptions } from './options/capture-options.interface.js';
export type { StatusPageExtra, StatusPageOptions } from './status/status-page-options.interface.js';
export { PerformanceMonitorConfigError } from './options/config.error.js';
export type { DeliveryOptions } from './options/delivery-options.interface.js';
export type { EffectiveOption, EffectiveOptions } from './options/effective-options.js';
export type { Fingerprint, FingerprintSource } from './options/fingerprint-source.interface.js';
export type {
  MetricsOption,
  ObservableInstrument,
  ObservableResult,
  OpenTelemetryMeter,
  PrometheusRegistry,
} from './options/metrics-option.interface.js';
export type { LockPool } from './options/lock-pool.interface.js';
export type { Duration, ExecutionPattern, LogLevel } from './options/option-values.interface.js';
export type { RecorderOptions, SpanMode } from './options/recorder-options.interface.js';
export {
  type HealthLimits,
  type PerformanceHealth,
  PerformanceMonitorHealthIndicator,
} from './module/performance-monitor.health.js';
export { PerformanceMonitorModule } from './module/performance-monitor.module.js';
export { PerformanceMonitorService } from './module/performance-monitor.service.js';
export type { RecordingLevel } from './model/recording-level.js';
export type {
  Accounting,
  JoinedIntervals,
  Report,
  ReportExecution,
  ReportFormat,
  ReportOperation,
  Timeline,
  TimelineSpan,
  TreeNode,
  Verdict,
  VerdictKind,
  WaitKind,
} from './model/report.interface.js';
export type {
  AlertReason,
  AlertStats,
  EndpointStats,
  NotifierStats,
  PerformanceStats,
} from './model/performance-stats.interface.js';
