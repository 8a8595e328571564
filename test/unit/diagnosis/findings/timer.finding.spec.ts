import { describe, expect, it } from '@jest/globals';
import { nested, operation, slice, spanOf, wake } from '../recordings.js';
import { diagnosisOf, loop } from './diagnosis-of.js';

const TIMER = wake('timer', 'setTimeout');

describe('timer', () => {
  it('names the span that waited', () => {
    const { verdict } = diagnosisOf({
      spans: nested('G.canActivate'),
      slices: [slice(1_000, 1_100, 1), slice(1_900, 2_000, 1, wake('timer', 'setTimeout'))],
    });
    expect(verdict).toMatchObject({
      kind: 'timer',
      subject: 'G.canActivate',
      headline: '800 ms (80 %) waiting for a timer in G.canActivate',
    });
  });

  it('names the method that was called between pauses, and its failures', () => {
    const spans = nested('Confirmation.confirm');
    const slices = [slice(1_000, 1_001, 1)];
    const operations = [];
    for (const [begin, pause] of [
      [1_001, 100],
      [1_111, 200],
    ] as const) {
      spans.push(
        spanOf('Confirmation.capture', 1, begin, begin + 10),
        spanOf('Confirmation.backOff', 1, begin + 10, begin + 10 + pause),
      );
      slices.push(
        slice(begin, begin + 10, spans.length - 2),
        slice(begin + 10 + pause, begin + 10 + pause, spans.length - 1, TIMER),
      );
      operations.push(operation('GET pay:80/charges/:id', begin, begin + 10, { span: spans.length - 2, failed: 1 }));
    }
    spans.push(spanOf('Confirmation.capture', 1, 1_321, 1_331));
    const { verdict } = diagnosisOf({ spans, slices, operations, end: 1_331 });
    expect(verdict).toMatchObject({ kind: 'timer', subject: 'Confirmation.backOff' });
    expect(verdict.headline).toBe(
      '2 pauses of 100 ms to 200 ms in Confirmation.backOff took 300 ms (91 %), between 3 calls of Confirmation.capture; GET pay:80/charges/:id failed twice',
    );
  });

  it('does not count a pause of no length beside a long one, and counts many short ones', () => {
    const pausesOf = (...lengths: readonly number[]): string => {
      const slices = [slice(1_000, 1_001, 1)];
      let end = 1_001;
      for (const length of lengths) {
        slices.push(slice(end + length, end + length + 1, 1, TIMER));
        end += length + 1;
      }
      return diagnosisOf({ spans: nested('Jobs.poll'), slices, end }).verdict.headline;
    };
    expect(pausesOf(0.3, 400)).toBe('400 ms (99 %) waiting for a timer in Jobs.poll');
    expect(pausesOf(400, ...Array.from({ length: 20 }, () => 5))).toMatch(
      /^21 pauses of 5\.0 ms to 400 ms in Jobs\.poll /,
    );
  });

  it('counts pauses of one length', () => {
    const { verdict } = diagnosisOf({ spans: nested('Jobs.poll'), slices: loop(9, 99, TIMER), end: 1_902 });
    expect(verdict.headline).toBe('9 pauses of 99 ms in Jobs.poll took 891 ms (99 %)');
  });
});
