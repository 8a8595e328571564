import { Injectable } from '@nestjs/common';
import { runtimeFacts } from '../report/runtime.js';
import type { ActiveExecution } from '../model/active-execution.interface.js';
import type { NotifierTestResult } from '../model/notifier-test.interface.js';
import type { PerformanceStats } from '../model/performance-stats.interface.js';
import type { RecentAlert } from '../model/recent-alert.interface.js';
import type { RecordingLevel } from '../model/recording-level.js';
import type { Report } from '../model/report.interface.js';
import type { NotifierState, StatusSource } from '../status/status-source.interface.js';
import { PerformanceMonitorService } from './performance-monitor.service.js';
import { PrimaryImport } from './primary-import.js';

/** The figures of the status page. @internal */
@Injectable()
export class MonitorStatus implements StatusSource {
  private facts: Report['runtime'] | undefined;

  constructor(
    private readonly primary: PrimaryImport,
    private readonly monitor: PerformanceMonitorService,
  ) {}

  isEnabled(): boolean {
    return this.monitor.isEnabled();
  }

  keepAlerts(): void {
    this.primary.parts.recent.keep();
  }

  stats(): PerformanceStats {
    return this.monitor.getStats();
  }

  active(): readonly ActiveExecution[] {
    return this.monitor.active();
  }

  loopUtilization(): number {
    return this.primary.parts.recorder.loopUtilization();
  }

  level(): RecordingLevel {
    return this.primary.parts.levels.current;
  }

  /** Reads files at the first call. */
  runtime(): Report['runtime'] {
    return (this.facts ??= runtimeFacts());
  }

  notifiers(): readonly NotifierState[] {
    const { dispatcher, stats } = this.primary.parts;
    const ready = new Set(dispatcher.readyNames());
    const { notifiers } = stats.snapshot().alerts;
    return dispatcher.names().map(name => ({ name, isPaused: !ready.has(name), stats: notifiers[name] }));
  }

  alerts(): readonly RecentAlert[] {
    return this.primary.parts.recent.list();
  }

  report(id: string): Uint8Array | undefined {
    return this.primary.parts.recent.page(id);
  }

  testNotifiers(): Promise<NotifierTestResult> {
    return this.monitor.testNotifiers();
  }
}
