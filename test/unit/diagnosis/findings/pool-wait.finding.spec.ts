import { describe, expect, it } from '@jest/globals';
import { nested, slice, wake } from '../recordings.js';
import { diagnosisOf } from './diagnosis-of.js';

describe('pool-wait', () => {
  it('names the pool and the span that waited', () => {
    const { verdict } = diagnosisOf({
      spans: nested('G.canActivate'),
      slices: [slice(1_000, 1_100, 1), slice(1_900, 2_000, 1, wake('pool', 'pg'))],
    });
    expect(verdict).toMatchObject({
      kind: 'pool-wait',
      subject: 'pg',
      headline: '800 ms (80 %) waiting for a free slot of pg in G.canActivate',
    });
  });
});
