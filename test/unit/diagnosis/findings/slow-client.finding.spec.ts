import { describe, expect, it } from '@jest/globals';
import { slice, wake } from '../recordings.js';
import { diagnosisOf } from './diagnosis-of.js';

describe('slow-client', () => {
  it('has one finding for the request body and one for the response', () => {
    const slices = [slice(1_000, 1_100), slice(1_500, 1_510, 0, wake('client'))];
    const { verdict, findings } = diagnosisOf({
      slices,
      awaitsInput: true,
      inputReceivedAt: 1_500,
      outputHandedOverAt: 1_505,
    });
    expect(verdict.headline).toBe(
      'The client took 490 ms (49 %) to take the response; 110 ms of own code; also 400 ms (40 %) waiting for the client to send the request body',
    );
    expect(findings[0]?.headline).toBe('The client took 400 ms (40 %) to send the request body; 110 ms of own code');
  });
});
