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
      headline:
        '600 ms (60 %) in garbage collection, mostly while churn (orders.service.ts:9) ran; also 300 ms (30 %) running main (orders.service.ts:1)',
    });
    expect(diagnosisOf(parts).verdict).toMatchObject({
      subject: 'GET /orders',
      headline: '600 ms (60 %) in garbage collection; also 300 ms (30 %) running code in GET /orders',
    });
  });
});
