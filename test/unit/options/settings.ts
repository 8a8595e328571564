import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { optionCatalog } from '../../../lib/module/monitor-options.catalog.js';
import { PerformanceMonitorConfigError } from '../../../lib/options/config.error.js';
import { LiveSettings } from '../../../lib/options/live-settings.js';
import { resolveSettings } from '../../../lib/options/resolve-settings.js';

/** A temporary directory for settings files. */
export class SettingsFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'settings-'));
  private files = 0;

  /** @returns the file's path */
  write(content: unknown): string {
    const path = join(this.path, `monitor-${(this.files += 1)}.json`);
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content, null, 2));
    return path;
  }

  remove(): void {
    rmSync(this.path, { recursive: true });
  }
}

/** The settings from these sources. `file` is a path. */
export function settingsOf(code: unknown, environment: Record<string, string> = {}, file?: string): LiveSettings {
  const variables = file === undefined ? environment : { ...environment, WPM_CONFIG_FILE: file };
  return new LiveSettings(resolveSettings(optionCatalog, code, variables));
}

/** The faults, or an empty list. */
export function faultsIn(work: () => unknown): readonly string[] {
  try {
    work();
  } catch (error) {
    if (error instanceof PerformanceMonitorConfigError) return error.faults;
    throw error;
  }
  return [];
}

/** `{ a: { b: value } }` for `a.b`, merged into `base`. */
export function nested(path: string, value: unknown, base: object = {}): Record<string, unknown> {
  const [key = '', ...rest] = path.split('.');
  const inner = (base as Record<string, unknown>)[key];
  const below = typeof inner === 'object' && inner !== null ? inner : {};
  return { ...base, [key]: rest.length === 0 ? value : nested(rest.join('.'), value, below) };
}
