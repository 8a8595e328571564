import { describe, expect, it } from '@jest/globals';
import { responseOf } from '../../../../lib/boundaries/graphql/response-of.js';

const response = {};
const throwing = (): never => {
  throw new Error('on purpose');
};

describe('responseOf()', () => {
  it.each([
    ['the request of Express', { req: { res: response } }],
    ['the reply of Mercurius', { reply: { raw: response } }],
    ['the context of an item of a batch', Object.create({ reply: { raw: response } }) as object],
  ])('finds it from %s', (_, context) => {
    expect(responseOf(context)).toBe(response);
  });

  it.each([undefined, null, 'text', {}, { req: {} }, { req: null, reply: 7 }])('finds none in %p', context => {
    expect(responseOf(context)).toBeUndefined();
  });

  it('runs no code of the application', () => {
    const context = Object.defineProperty({}, 'req', { get: throwing });
    expect(responseOf(context)).toBeUndefined();
    expect(responseOf(new Proxy({}, { get: throwing, getPrototypeOf: throwing }))).toBeUndefined();
    expect(responseOf(Object.create(new Proxy({}, { get: throwing })))).toBeUndefined();
  });
});
