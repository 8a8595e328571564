import { describe, expect, it } from '@jest/globals';
import { nested, slice, wake } from '../recordings.js';
import { diagnosisOf } from './diagnosis-of.js';

describe('await', () => {
  it('names the span that awaited something unknown', () => {
    const { verdict } = diagnosisOf({
      spans: nested('G.canActivate'),
      slices: [slice(1_000, 1_100, 1), slice(1_900, 2_000, 1, wake('other', 'MESSAGEPORT'))],
    });
    expect(verdict).toMatchObject({
      kind: 'await',
      subject: 'G.canActivate',
      headline: '800 ms (80 %) waiting in G.canActivate for something unknown',
    });
  });

  it('names the root span and the resource that ended the wait, where only the root span awaited', () => {
    const { verdict } = diagnosisOf({
      slices: [slice(1_000, 1_100), slice(1_900, 2_000, 0, wake('other', 'MESSAGEPORT'))],
    });
    expect(verdict).toMatchObject({
      kind: 'await',
      subject: 'GET /orders',
      headline: '800 ms (80 %) waiting for MESSAGEPORT in GET /orders',
    });
  });
});
