import { types } from 'node:util';
import { buildOptions } from './build-options.js';
import { PerformanceMonitorConfigError } from './config.error.js';
import { effectiveOptions, type EffectiveOptions } from './effective-options.js';
import { LiveOptions } from './live-options.js';
import { optionsSchema, type CheckedOptions } from './options.schema.js';
import type { Resolution } from './resolve-settings.js';
import { faultsOf } from './sources/fault.js';
import type { ExecutionPattern } from './performance-monitor-options.interface.js';
import { readObject } from './sources/object.source.js';
import { isSwitch, optionAt, optionList } from './sources/option-tree.js';
import { assemble, type Setting } from './sources/settings.js';

/** A patch is checked alone: what it does not touch was checked at the start, against a disk that may have changed. */
const ALL_OFF = optionList
  .filter(isSwitch)
  .map(({ path }): [string, Setting] => [path, { value: false, origin: { from: 'default' } }]);

/**
 * The settings of a running application: what is in force and where it came from, and the way to change it.
 *
 * @internal
 */
export class LiveSettings {
  readonly live: LiveOptions;
  readonly warnings: readonly string[];
  private checked: CheckedOptions;
  private values: ReadonlyMap<string, Setting>;

  constructor(resolution: Resolution) {
    this.live = new LiveOptions(resolution.options);
    this.warnings = resolution.warnings;
    this.checked = resolution.checked;
    this.values = resolution.values;
  }

  effective(): EffectiveOptions {
    return effectiveOptions(this.checked, this.values);
  }

  /**
   * Checks the patch as the start checks its options, and puts it in force as a whole, or not at all.
   *
   * @throws PerformanceMonitorConfigError that lists every fault, and everything that cannot be changed
   */
  update(patch: unknown): void {
    const { values, faults } = readObject(patch, () => ({ from: 'update' }));
    const changes = new Map([...values].filter(([path, { value }]) => !isAround(path, value)));
    const fixed = [...changes.keys()].filter(path => !this.canChange(path)).map(path => this.refusal(path));
    const parsed = optionsSchema.safeParse(assemble(new Map([...ALL_OFF, ...values])));
    const wrong = parsed.success ? [] : faultsOf(parsed.error, values).filter(({ node }) => this.canChange(node.path));
    const all = [...faults.map(fault => fault.message), ...fixed, ...wrong.map(fault => fault.message)];
    if (all.length > 0 || !parsed.success) throw new PerformanceMonitorConfigError(all);

    let { checked } = this;
    for (const path of changes.keys()) checked = replaced(checked, parsed.data, path.split('.'));
    this.checked = checked;
    this.values = new Map([...this.values, ...changes]);
    this.live.replace(buildOptions(checked, this.values));
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

  private canChange(path: string): boolean {
    const group = path.slice(0, path.indexOf('.'));
    const isOff = path.includes('.') && this.checked[group as keyof CheckedOptions] === false;
    return optionAt(path)?.facts?.live === true && !isOff;
  }

  private refusal(path: string): string {
    if (path === 'enabled') return 'enabled can not be changed by updateOptions(): call enable() or disable()';
    if (optionAt(path)?.facts?.live === true)
      return `${path} can not be changed: ${path.slice(0, path.indexOf('.'))} was switched off at the start`;
    return `${path} can not be changed at run time: set it where the application starts`;
  }
}

/** The object around options that are changed: `{ localFile: { formats } }` does not switch `localFile` on. */
function isAround(path: string, value: unknown): boolean {
  const node = optionAt(path);
  return node !== undefined && isSwitch(node) && value === true;
}

/** A copy of `target` with one member taken from `source`. */
function replaced<T extends object>(target: T, source: object, [key, ...rest]: string[]): T {
  if (key === undefined) return target;
  const own = (target as Record<string, unknown>)[key];
  const other = (source as Record<string, unknown>)[key];
  const inner = rest.length > 0 ? replaced(own as object, other as object, rest) : other;
  return { ...target, [key]: inner };
}

/** The expression `/a/` and the text `'a'` are two patterns, as they may differ in their flags. */
function isSame(a: ExecutionPattern, b: unknown): boolean {
  return types.isRegExp(a) ? types.isRegExp(b) && String(a) === String(b) : a === b;
}
