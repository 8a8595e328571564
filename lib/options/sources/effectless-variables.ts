import type { CheckedOptions } from '../options.schema.js';
import { isSwitch, optionList, switchAround } from './option-tree.js';
import type { Setting } from './settings.js';

/**
 * Variables of a notifier that nobody has switched on: one was forgotten.
 *
 * @internal
 */
export function effectlessVariables(checked: CheckedOptions, values: ReadonlyMap<string, Setting>): string[] {
  return optionList.filter(isSwitch).flatMap(group => {
    if (checked[group.path as keyof CheckedOptions] !== false || values.has(group.path)) return [];
    const variables = optionList.flatMap(node => {
      const origin = switchAround(node)?.path === group.path ? values.get(node.path)?.origin : undefined;
      return origin?.from === 'environment' ? [origin.variable] : [];
    });
    return variables.length === 0
      ? []
      : [
          `${variables.join(', ')} ${variables.length === 1 ? 'has' : 'have'} no effect: set ${group.facts.variable} to true`,
        ];
  });
}
