import type { ReportFormat } from '../report/report.interface.js';
import type { LogLevel, SpanMode } from './performance-monitor-options.interface.js';

/**
 * The options as everything downstream reads them: complete, checked, frozen, durations in milliseconds.
 *
 * @internal
 */
export interface ResolvedOptions {
  readonly enabled: boolean;
  readonly thresholdMs: number;
  readonly alertWindowMs: number;
  readonly localFile: false | { readonly outputDir: string; readonly formats: readonly ReportFormat[] };
  readonly recorder: {
    readonly cpu: boolean;
    readonly samplingIntervalMs: number;
    readonly spans: SpanMode;
    readonly retentionMs: number;
  };
  readonly delivery: { readonly queueSize: number; readonly timeoutMs: number; readonly shutdownTimeoutMs: number };
  readonly logLevel: LogLevel;
}
