export type { Alert, AlertSeverity } from './alerts/alert.interface.js';
export type { NotifierTestResult } from './alerts/notifier-test.interface.js';
export { AlertNotifier } from './decorators/alert-notifier.decorator.js';
export { Profile, type ProfileOptions } from './decorators/profile.decorator.js';
export { SkipMonitoring } from './decorators/skip-monitoring.decorator.js';
export { SlowThreshold, type Threshold } from './decorators/slow-threshold.decorator.js';
export type { ExecutionKind, ExecutionOutcome, SpanKind } from './execution/execution.interface.js';
export { DeliveryError, type DeliveryFault } from './notifiers/delivery.error.js';
export type { Digest, DigestEndpoint } from './notifiers/digest/digest.interface.js';
export type { Notifier } from './notifiers/notifier.interface.js';
export type { ConfigRegistration } from './options/config-registration.js';
export { PerformanceMonitorConfigError } from './options/config.error.js';
export type {
  CaptureOptions,
  DeliveryOptions,
  LocalFileOptions,
  RecorderOptions,
  RedactOptions,
  RetentionOptions,
  SpanMode,
} from './options/behaviour-options.interface.js';
export type { EffectiveOption, EffectiveOptions } from './options/effective-options.js';
export { performanceMonitorEnvironmentSchema } from './options/environment.schema.js';
export type { Fingerprint, FingerprintSource } from './options/fingerprint-source.interface.js';
export type {
  DigestOptions,
  EmailOptions,
  HttpOptions,
  MattermostOptions,
  WebhookOptions,
} from './options/notifier-options.interface.js';
export { performanceMonitorConfig } from './options/performance-monitor.config.js';
export type {
  Duration,
  ExecutionPattern,
  LogLevel,
  PerformanceMonitorAsyncOptions,
  PerformanceMonitorOptions,
  PerformanceMonitorOptionsFactory,
} from './options/performance-monitor-options.interface.js';
export { PerformanceMonitorModule } from './performance-monitor.module.js';
export { PerformanceMonitorService } from './performance-monitor.service.js';
export type {
  Accounting,
  Report,
  ReportExecution,
  ReportFormat,
  Timeline,
  TimelineSpan,
  TreeNode,
  Verdict,
  VerdictKind,
  WaitKind,
} from './report/report.interface.js';
export type {
  AlertReason,
  AlertStats,
  EndpointStats,
  NotifierStats,
  PerformanceStats,
} from './stats/performance-stats.interface.js';
