import { describe, expect, it } from '@jest/globals';
import { DeliveryError, deliveryFaultOf } from '../../../lib/model/delivery.error.js';

describe('the properties of a delivery error', () => {
  it.each([
    [new DeliveryError('x', { ambiguous: true }), { ambiguous: true, permanent: undefined }],
    [new DeliveryError('x', { permanent: true, ambiguous: false }), { ambiguous: false, permanent: true }],
    [new DeliveryError('x'), { ambiguous: undefined, permanent: undefined }],
    [Object.assign(new Error('x'), { ambiguous: true }), { ambiguous: true, permanent: undefined }],
    [Object.assign(new Error('x'), { ambiguous: 'yes' }), { ambiguous: undefined, permanent: undefined }],
    ['text', { ambiguous: undefined, permanent: undefined }],
    [null, { ambiguous: undefined, permanent: undefined }],
  ])('are read from %p', (error, fault) => {
    expect(deliveryFaultOf(error)).toEqual(fault);
  });

  it('are absent when reading them throws', () => {
    const hostile = new Proxy(new Error('x'), {
      get() {
        throw new Error('no');
      },
    });
    expect(deliveryFaultOf(hostile)).toEqual({ ambiguous: undefined, permanent: undefined });
  });

  it('do not replace its cause', () => {
    const cause = new Error('reset');
    expect(new DeliveryError('x', { cause, ambiguous: true })).toMatchObject({ name: 'DeliveryError', cause });
  });
});
