import type { CheckedOptions, OptionCatalog } from './catalog/option-catalog.js';
import { isSwitch } from './catalog/option-node.js';
import { memberAt } from './member-at.js';
import type { Setting } from './sources/settings.js';
import { effectiveValue, originText } from './sources/shown-value.js';

/**
 * An option in force, with its source.
 *
 * @publicApi
 */
export interface EffectiveOption {
  /**
   * Durations are in milliseconds, secrets are `[REDACTED]`, and texts are cut at 120 characters. Functions and other
   * objects are described (`a function`). Missing when the option has neither a value nor a default. The option with the
   * name of a group, such as `mattermost`, is `true` when the group is on.
   */
  readonly value?: unknown;
  /**
   * `'code'`, the name of the environment variable, file and line (`'/etc/monitor.json:4'`), `'updateOptions'`, or
   * `'default'`.
   */
  readonly source: string;
}

/**
 * The result of `getEffectiveOptions()`: every option by its path, such as `recorder.samplingInterval`. A plain object
 * that is valid JSON and holds no secret. Options of a group that is switched off are missing.
 *
 * @example
 * for (const [path, { value, source }] of Object.entries(monitor.getEffectiveOptions()))
 *   console.log(`${path} is ${String(value)}, by ${source}`);
 *
 * @publicApi
 */
export type EffectiveOptions = Readonly<Record<string, EffectiveOption>>;

/** @internal */
export function effectiveOptions(
  { list }: OptionCatalog,
  checked: CheckedOptions,
  values: ReadonlyMap<string, Setting>,
): EffectiveOptions {
  const shown: [string, EffectiveOption][] = [];
  for (const node of list) {
    const member = memberAt(checked, node.path);
    if (!member.exists) continue;
    const value = isSwitch(node) ? member.value !== false : effectiveValue(node, member.value);
    const source = originText(values.get(node.path)?.origin ?? { from: 'default' });
    shown.push([node.path, value === undefined ? { source } : { value, source }]);
  }
  return Object.fromEntries(shown);
}
