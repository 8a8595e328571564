export type { Alert, AlertSeverity } from './model/alert.interface.js';
export type { NotifierTestResult } from './model/notifier-test.interface.js';
export { AlertNotifier } from './notifiers/custom/alert-notifier.decorator.js';
export { Profile, type ProfileOptions } from './instrumentation/decorators/profile.decorator.js';
export { SkipMonitoring } from './instrumentation/decorators/skip-monitoring.decorator.js';
export { SlowThreshold, type Threshold } from './instrumentation/decorators/slow-threshold.decorator.js';
export type { ExecutionKind, ExecutionOutcome, SpanKind } from './model/execution.interface.js';
export { DeliveryError, type DeliveryFault } from './model/delivery.error.js';
export type { Digest, DigestEndpoint } from './model/digest.interface.js';
export type { Notifier } from './model/notifier.interface.js';
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
export { PerformanceMonitorModule } from './module/performance-monitor.module.js';
export { PerformanceMonitorService } from './module/performance-monitor.service.js';
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
} from './model/report.interface.js';
export type {
  AlertReason,
  AlertStats,
  EndpointStats,
  NotifierStats,
  PerformanceStats,
} from './model/performance-stats.interface.js';
