import { statSync } from 'node:fs';
import Sequencer from '@jest/test-sequencer';

/**
 * Applications first, by the size of the file, then the unit tests. Without this order, a clone that has no
 * durations yet mixes them: each file of an application leaves so much memory that the next one needs a new worker.
 */
export default class UnitsLast extends Sequencer {
  sort(tests) {
    const keyOf = ({ path, context }) => [context.config.displayName?.name === 'unit' ? 1 : 0, -statSync(path).size];
    const keys = new Map(tests.map(test => [test, keyOf(test)]));
    return tests.toSorted((a, b) => {
      const [unitA, sizeA] = keys.get(a);
      const [unitB, sizeB] = keys.get(b);
      return unitA - unitB || sizeA - sizeB;
    });
  }
}
