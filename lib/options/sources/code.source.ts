import { environmentMarkOf } from './environment-mark.js';
import { readObject } from './object.source.js';
import { isSwitch, optionAt } from './option-tree.js';
import type { Setting, Settings } from './settings.js';

/**
 * Reads what was given to `forRoot()` or by a factory. Of the object that `performanceMonitorConfig` makes, each value
 * keeps the variable that it came from.
 *
 * @internal
 */
export function readCode(given: unknown): Settings {
  const mark = environmentMarkOf(given);
  if (mark === undefined) return readObject(given, () => ({ from: 'code' }));
  const read = readObject(given, (path, value) => {
    const marked = mark.get(path);
    if (marked === undefined || marked.value !== value) return { from: 'code' };
    return { from: 'environment', variable: marked.variable ?? '' };
  });
  return { ...read, values: new Map([...read.values].filter(([path, setting]) => !onlyAround(path, setting))) };
}

/** A group that is there only because variables of its members are set was not switched on by anybody. */
function onlyAround(path: string, { origin }: Setting): boolean {
  const node = optionAt(path);
  return node !== undefined && isSwitch(node) && origin.from === 'environment' && origin.variable === '';
}
