import { describe, expect, it } from '@jest/globals';
import { DeliveryError, deliveryFaultOf } from '../../../lib/model/delivery.error.js';

describe('what a delivery error says of itself', () => {
  it.each([
    [new DeliveryError('x', { ambiguous: true }), { ambiguous: true, permanent: undefined }],
    [new DeliveryError('x', { permanent: true, ambiguous: false }), { ambiguous: false, permanent: true }],
    [new DeliveryError('x'), { ambiguous: undefined, permanent: undefined }],
    [Object.assign(new Error('x'), { ambiguous: true }), { ambiguous: true, permanent: undefined }],
    [Object.assign(new Error('x'), { ambiguous: 'yes' }), { ambiguous: undefined, permanent: undefined }],
    ['text', { ambiguous: undefined, permanent: undefined }],
    [null, { ambiguous: undefined, permanent: undefined }],
  ])('of %p', (error, fault) => {
    expect(deliveryFaultOf(error)).toEqual(fault);
  });

  it('survives an error that throws when it is looked at', () => {
    const hostile = new Proxy(new Error('x'), {
      get() {
        throw new Error('no');
      },
    });
    expect(deliveryFaultOf(hostile)).toEqual({ ambiguous: undefined, permanent: undefined });
  });

  it('keeps its cause', () => {
    const cause = new Error('reset');
    expect(new DeliveryError('x', { cause, ambiguous: true })).toMatchObject({ name: 'DeliveryError', cause });
  });
});
