import type { OptionCatalog } from '../catalog/option-catalog.js';
import { isSwitch } from '../catalog/option-node.js';
import { environmentMarkOf } from './environment-mark.js';
import { readObject, type OriginOf } from './object.source.js';
import type { Setting, Settings } from './settings.js';

/**
 * Reads the argument of `forRoot()` or the result of a factory. Values of the object that `performanceMonitorConfig`
 * returns keep the variable that they came from.
 *
 * @param others members that are none of the settings
 * @internal
 */
export function readCode(catalog: OptionCatalog, given: unknown, others: readonly string[]): Settings {
  const mark = environmentMarkOf(given);
  if (mark === undefined) return readObject(catalog, given, () => ({ from: 'code' }), others);
  const originOf: OriginOf = (path, value) => {
    const marked = mark.get(path);
    if (marked === undefined || marked.value !== value) return { from: 'code' };
    return { from: 'environment', variable: marked.variable ?? '' };
  };
  const read = readObject(catalog, given, originOf, others);
  const values = [...read.values].filter(([path, setting]) => !isOnlyAround(catalog, path, setting));
  return { ...read, values: new Map(values) };
}

/** A group may exist only because variables of its members are set. No source has switched it on then. */
function isOnlyAround(catalog: OptionCatalog, path: string, { origin }: Setting): boolean {
  const node = catalog.at(path);
  return node !== undefined && isSwitch(node) && origin.from === 'environment' && origin.variable === '';
}
