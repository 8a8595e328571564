import type { PerformanceMonitorOptions } from '../../../lib/module/performance-monitor-options.interface.js';
import { LiveOptions } from '../../../lib/options/live-options.js';
import { Redactor } from '../../../lib/privacy/redactor.js';
import { resolved } from '../../support/notifiers.js';

export function redactorOf(options: PerformanceMonitorOptions = {}): Redactor {
  return new Redactor(new LiveOptions(resolved(options)));
}
