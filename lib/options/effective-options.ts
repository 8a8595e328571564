import type { CheckedOptions } from './options.schema.js';
import { isSwitch, optionList } from './sources/option-tree.js';
import type { Setting } from './sources/settings.js';
import { effectiveValue, originText } from './sources/shown-value.js';

/**
 * An option that is in force.
 *
 * @publicApi
 */
export interface EffectiveOption {
  /**
   * Durations in milliseconds; `[REDACTED]` instead of a secret; texts cut at 120 characters; a few words for what is
   * no data (`a function`); missing when the option has neither a value nor a default. Of a notifier that can be
   * switched off, the option of its own name tells whether it is on.
   */
  readonly value?: unknown;
  /**
   * `'code'`, the name of the environment variable, file and line (`'/etc/monitor.json:4'`), `'updateOptions'`, or
   * `'default'`.
   */
  readonly source: string;
}

/**
 * The answer of `getEffectiveOptions()`: every option by its path, such as `recorder.samplingInterval`. A plain object
 * that can be sent as JSON, without any secret. Options of what is switched off are not in it.
 *
 * @example
 * for (const [path, { value, source }] of Object.entries(monitor.getEffectiveOptions()))
 *   console.log(`${path} is ${String(value)}, by ${source}`);
 *
 * @publicApi
 */
export type EffectiveOptions = Readonly<Record<string, EffectiveOption>>;

/** @internal */
export function effectiveOptions(checked: CheckedOptions, values: ReadonlyMap<string, Setting>): EffectiveOptions {
  const shown: [string, EffectiveOption][] = [];
  for (const node of optionList) {
    const found = memberAt(checked, node.path);
    if (!found.there) continue;
    const value = isSwitch(node) ? found.value !== false : effectiveValue(node, found.value);
    const source = originText(values.get(node.path)?.origin ?? { from: 'default' });
    shown.push([node.path, value === undefined ? { source } : { value, source }]);
  }
  return Object.fromEntries(shown);
}

/** What is inside a group that is switched off is not there. */
function memberAt(checked: CheckedOptions, path: string): { readonly there: boolean; readonly value?: unknown } {
  let value: unknown = checked;
  for (const key of path.split('.')) {
    if (typeof value !== 'object' || value === null) return { there: false };
    value = (value as Record<string, unknown>)[key];
  }
  return { there: true, value };
}
