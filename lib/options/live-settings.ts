import { types } from 'node:util';
import { buildOptions } from './build-options.js';
import type { CheckedOptions, OptionCatalog } from './catalog/option-catalog.js';
import { isSwitch } from './catalog/option-node.js';
import { PerformanceMonitorConfigError } from './config.error.js';
import { effectiveOptions, type EffectiveOptions } from './effective-options.js';
import { LiveOptions } from './live-options.js';
import type { ExecutionPattern } from './option-values.interface.js';
import type { Resolution } from './resolve-settings.js';
import { alertingFaults } from './schema/common.schema.js';
import { faultsOf } from './sources/fault.js';
import { readObject } from './sources/object.source.js';
import { assemble, type Setting } from './sources/settings.js';

/**
 * The settings of a running application: the options in force, their sources, and changes to them.
 *
 * @internal
 */
export class LiveSettings {
  readonly live: LiveOptions;
  readonly warnings: readonly string[];
  private readonly catalog: OptionCatalog;
  private checked: CheckedOptions;
  private values: ReadonlyMap<string, Setting>;

  constructor(resolution: Resolution) {
    this.catalog = resolution.catalog;
    this.live = new LiveOptions(resolution.options);
    this.warnings = resolution.warnings;
    this.checked = resolution.checked;
    this.values = resolution.values;
  }

  effective(): EffectiveOptions {
    return effectiveOptions(this.catalog, this.checked, this.values);
  }

  /**
   * Checks the patch like the options at the start, and puts it in force as a whole, or not at all.
   *
   * @throws PerformanceMonitorConfigError that lists every fault, and every option that cannot change at run time
   */
  update(patch: unknown): void {
    const { values, faults } = readObject(this.catalog, patch, () => ({ from: 'update' }));
    const changes = new Map([...values].filter(([path, { value }]) => !this.isOnlyAround(path, value)));
    const fixed = [...changes.keys()].filter(path => !this.canChange(path)).map(path => this.refusal(path));
    const parsed = this.catalog.parse(assemble(this.catalog, new Map([...this.allOff(), ...values])));
    const invalid = 'error' in parsed ? faultsOf(this.catalog, parsed.error, values) : [];
    const changeable = invalid.filter(({ node }) => this.canChange(node.path));
    const all = [...faults.map(fault => fault.message), ...fixed, ...changeable.map(fault => fault.message)];
    if (all.length > 0 || 'error' in parsed) throw new PerformanceMonitorConfigError(all);

    let { checked } = this;
    for (const path of changes.keys()) checked = replaced(checked, parsed.checked, path.split('.'));
    const together = alertingFaults(checked).map(({ path, message }) => `${path} ${message}`);
    if (together.length > 0) throw new PerformanceMonitorConfigError(together);
    this.checked = checked;
    this.values = new Map([...this.values, ...changes]);
    this.live.replace(buildOptions(this.catalog, checked, this.values));
  }

  addExclusion(pattern: ExecutionPattern): boolean {
    const { exclude } = this.checked;
    if (exclude.some(each => isSame(each, pattern))) return false;
    this.update({ exclude: [...exclude, pattern] });
    return true;
  }

  removeExclusion(pattern: ExecutionPattern): boolean {
    const { exclude } = this.checked;
    const left = exclude.filter(each => !isSame(each, pattern));
    if (left.length === exclude.length) return false;
    this.update({ exclude: left });
    return true;
  }

  /** A patch is checked alone. The rest was checked at the start, against a disk that may have changed since. */
  private allOff(): [string, Setting][] {
    return this.catalog.switches.map(({ path }) => [path, { value: false, origin: { from: 'default' } }]);
  }

  private canChange(path: string): boolean {
    const group = path.slice(0, path.indexOf('.'));
    const isOff = path.includes('.') && this.checked[group as keyof CheckedOptions] === (false as unknown);
    return this.catalog.at(path)?.facts?.live === true && !isOff;
  }

  /** The object around changed options: `{ localFile: { formats } }` does not switch `localFile` on. */
  private isOnlyAround(path: string, value: unknown): boolean {
    const node = this.catalog.at(path);
    return node !== undefined && isSwitch(node) && value === true;
  }

  private refusal(path: string): string {
    if (path === 'enabled') return 'enabled cannot be changed by updateOptions(): call enable() or disable()';
    if (this.catalog.at(path)?.facts?.live === true)
      return `${path} cannot be changed: ${path.slice(0, path.indexOf('.'))} was switched off at the start`;
    return `${path} cannot be changed at run time: set it where the application starts`;
  }
}

/** A copy of `target` with one member taken from `source`. */
function replaced<T extends object>(target: T, source: object, [key, ...rest]: string[]): T {
  if (key === undefined) return target;
  const own = (target as Record<string, unknown>)[key];
  const other = (source as Record<string, unknown>)[key];
  const inner = rest.length > 0 ? replaced(own as object, other as object, rest) : other;
  return { ...target, [key]: inner };
}

/** The expression `/a/` and the text `'a'` are different patterns: their flags may differ. */
function isSame(a: ExecutionPattern, b: unknown): boolean {
  return types.isRegExp(a) ? types.isRegExp(b) && String(a) === String(b) : a === b;
}
