import type { OptionCatalog } from './catalog/option-catalog.js';
import { isSwitch } from './catalog/option-node.js';
import { memberAt } from './member-at.js';
import { markEnvironment, type EnvironmentMark } from './sources/environment-mark.js';
import { readEnvironment, type Environment } from './sources/environment.source.js';
import { assemble } from './sources/settings.js';

/**
 * Reads the `WPM_*` variables into an object of options. Passed to the module, its values keep their variables as source.
 *
 * @internal
 */
export function environmentOptions(catalog: OptionCatalog, environment: Environment): object {
  const { values } = readEnvironment(catalog, environment);
  const options = assemble(catalog, values);
  const mark: [string, { value: unknown; variable: string | undefined }][] = [];
  for (const node of catalog.list) {
    const origin = values.get(node.path)?.origin;
    const variable = origin?.from === 'environment' ? origin.variable : undefined;
    const { value } = memberAt(options, node.path);
    if (variable !== undefined || (isSwitch(node) && value !== undefined)) mark.push([node.path, { value, variable }]);
  }
  return markEnvironment(options, new Map(mark) as EnvironmentMark);
}
