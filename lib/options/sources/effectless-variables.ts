import type { CheckedOptions, OptionCatalog } from '../catalog/option-catalog.js';
import { switchAround } from '../catalog/option-node.js';
import { memberAt } from '../member-at.js';
import type { Setting } from './settings.js';

/**
 * Warnings about variables of a group that no source has switched on: the switch was forgotten.
 *
 * @internal
 */
export function effectlessVariables(
  catalog: OptionCatalog,
  checked: CheckedOptions,
  values: ReadonlyMap<string, Setting>,
): string[] {
  return catalog.switches.flatMap(group => {
    if (memberAt(checked, group.path).value !== false || values.has(group.path)) return [];
    const variables = catalog.list.flatMap(node => {
      const origin = switchAround(node)?.path === group.path ? values.get(node.path)?.origin : undefined;
      return origin?.from === 'environment' ? [origin.variable] : [];
    });
    if (variables.length === 0) return [];
    const verb = variables.length === 1 ? 'has' : 'have';
    return [`${variables.join(', ')} ${verb} no effect: set ${group.facts.variable} to true`];
  });
}
