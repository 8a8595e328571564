import { describe, expect, it } from '@jest/globals';
import { type LoopReader, readerOf, registerReader } from '../../../lib/watchdog/loop-readers.js';

const reader = (tracer: object): LoopReader => ({
  isOf: other => other === tracer,
  holder: () => 'holder of the loop',
  stack: () => 'the stack',
  describe: () => 'described',
});

/** As the inspector does in the application's thread. */
// oxlint-disable-next-line eslint/no-eval -- the inspector evaluates the expression in the same global scope
const evaluate = (expression: string): unknown => (0, eval)(expression);

describe('the readers of the process', () => {
  it('are evaluated by expressions, until they end', () => {
    const { expressions, end } = registerReader(reader({}));
    expect(evaluate(expressions.holder)).toBe('holder of the loop');
    expect(evaluate(expressions.stack)).toBe('the stack');
    expect(evaluate(expressions.describe)).toBe('described');
    end();
    expect(evaluate(expressions.holder)).toBeUndefined();
  });

  it('report the code of their own application, and the first one all other code', () => {
    const [one, two] = [{}, {}];
    const [first, second] = [reader(one), reader(two)];
    const ends = [registerReader(first).end, registerReader(second).end];
    expect([one, two, {}, undefined].map(readerOf)).toEqual([first, second, first, first]);
    for (const end of ends) end();
    expect(readerOf(one)).toBeUndefined();
  });
});
