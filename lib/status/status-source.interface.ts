import type { ActiveExecution } from '../model/active-execution.interface.js';
import type { NotifierTestResult } from '../model/notifier-test.interface.js';
import type { NotifierStats, PerformanceStats } from '../model/performance-stats.interface.js';
import type { RecordingLevel } from '../model/recording-level.js';
import type { RecentAlert } from '../model/recent-alert.interface.js';
import type { Report } from '../model/report.interface.js';

/** Injection token of the {@link StatusSource}. @internal */
export const STATUS_SOURCE = Symbol('PERFORMANCE_MONITOR:STATUS_SOURCE');

/** A notifier, as the page shows it. @internal */
export interface NotifierState {
  readonly name: string;
  /** It failed several times in a row, and is not called for a while. */
  readonly isPaused: boolean;
  /** Absent before its first alert. */
  readonly stats: NotifierStats | undefined;
}

/** The figures of this process. @internal */
export interface StatusSource {
  isEnabled(): boolean;
  /** Keeps the alerts from now on. */
  keepAlerts(): void;
  stats(): PerformanceStats;
  active(): readonly ActiveExecution[];
  /** 0 to 1. */
  loopUtilization(): number;
  level(): RecordingLevel;
  runtime(): Report['runtime'];
  notifiers(): readonly NotifierState[];
  /** The latest first. */
  alerts(): readonly RecentAlert[];
  /** The page of a report; `undefined` when it is not kept any more. */
  report(id: string): Uint8Array | undefined;
  testNotifiers(): Promise<NotifierTestResult>;
}
