import { describe, expect, it } from '@jest/globals';
import { nested, slice, wake } from '../recordings.js';
import { diagnosisOf } from './diagnosis-of.js';

describe('timer', () => {
  it('names the span that waited', () => {
    const { verdict } = diagnosisOf({
      spans: nested('G.canActivate'),
      slices: [slice(1_000, 1_100, 1), slice(1_900, 2_000, 1, wake('timer', 'setTimeout'))],
    });
    expect(verdict).toMatchObject({
      kind: 'timer',
      subject: 'G.canActivate',
      headline: '80 % waiting for a timer in G.canActivate',
    });
  });
});
