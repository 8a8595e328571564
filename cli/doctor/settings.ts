import { optionCatalog } from '../../lib/module/monitor-options.catalog.js';
import { PerformanceMonitorConfigError } from '../../lib/options/config.error.js';
import { LiveSettings } from '../../lib/options/live-settings.js';
import { resolveSettings } from '../../lib/options/resolve-settings.js';
import type { Environment } from '../terminal/terminal.js';
import type { Check } from './check.interface.js';

const SUBJECT = 'settings';

export interface ReadSettings {
  /** Absent when they are wrong: the application would not start. */
  readonly settings: LiveSettings | undefined;
  readonly checks: readonly Check[];
}

/** Reads the settings of environment and file, as the module does. Those in the application's code are not there. */
export function readSettings(environment: Environment): ReadSettings {
  try {
    const settings = new LiveSettings(resolveSettings(optionCatalog, {}, environment));
    const warnings = settings.warnings.map((text): Check => ({ subject: SUBJECT, state: 'failed', text }));
    return { settings, checks: [...warnings, ...notesOf(settings, warnings.length)] };
  } catch (error) {
    if (!(error instanceof PerformanceMonitorConfigError)) throw error;
    const faults = error.faults.map((text): Check => ({ subject: SUBJECT, state: 'failed', text }));
    const rest: Check = {
      subject: SUBJECT,
      state: 'note',
      text: 'directory and notifiers are checked when these are right',
    };
    return { settings: undefined, checks: [...faults, rest] };
  }
}

function notesOf({ live }: LiveSettings, warnings: number): Check[] {
  if (!live.current.enabled)
    return [{ subject: SUBJECT, state: 'note', text: 'the monitor is switched off (enabled)' }];
  return warnings > 0 ? [] : [{ subject: SUBJECT, state: 'ok', text: 'those of environment and file are right' }];
}
