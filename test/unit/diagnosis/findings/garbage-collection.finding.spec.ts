import { describe, expect, it } from '@jest/globals';
import { forest, samplesOf, slice, stackOf } from '../recordings.js';
import { diagnosisOf } from './diagnosis-of.js';

const ORDERS = 'file:///app/src/orders.service.ts';

describe('garbage-collection', () => {
  it('names the function with most samples', () => {
    const { frames, leaves } = forest(
      stackOf(`main@${ORDERS}:1`, `churn@${ORDERS}:9`, 'push'),
      stackOf(`main@${ORDERS}:1`),
    );
    const parts = { slices: [slice(1_000, 1_900)], gcPauses: [{ start: 1_100, end: 1_700 }] };
    expect(
      diagnosisOf({
        ...parts,
        frames,
        samples: samplesOf([
          [leaves[0] ?? 0, 6],
          [leaves[1] ?? 0, 4],
        ]),
      }).verdict,
    ).toMatchObject({
      kind: 'garbage-collection',
      subject: 'churn',
      headline: '60 % in garbage collection, mostly while running churn (orders.service.ts:9)',
    });
    expect(diagnosisOf(parts).verdict).toMatchObject({
      subject: 'GET /orders',
      headline: '60 % in garbage collection',
    });
  });
});
