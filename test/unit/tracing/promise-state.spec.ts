import { describe, expect, it } from '@jest/globals';
import { hasFailed, promiseState, rejectionText } from '../../../lib/tracing/promise-state.js';

describe('promiseState', () => {
  it('returns the state of a promise, and adds no handler', async () => {
    const rejected = Promise.reject(new Error('planted'));
    rejected.catch(() => undefined);
    expect([
      promiseState(new Promise(() => undefined)),
      promiseState(Promise.resolve(1)),
      promiseState(rejected),
    ]).toEqual(['pending', 'fulfilled', 'rejected']);
  });

  it.each(['<pending>', { a: '<pending>' }, ['<rejected>'], undefined])('is not misled by the value %p', value => {
    expect(promiseState(Promise.resolve(value))).toBe('fulfilled');
  });

  it('runs no code of the value', () => {
    let ran = 0;
    const nosy = {
      get value(): number {
        return (ran += 1);
      },
      [Symbol.for('nodejs.util.inspect.custom')]: () => (ran += 1),
    };
    expect(promiseState(Promise.resolve(nosy))).toBe('fulfilled');
    expect(ran).toBe(0);
  });

  it('survives an error whose stack throws, and a proxy', () => {
    const hostile = Object.defineProperty(new Error('planted'), 'stack', {
      get: () => {
        throw new Error('no');
      },
    });
    const rejected = Promise.reject(hostile);
    rejected.catch(() => undefined);
    expect(promiseState(rejected)).not.toBe('pending');
    const trap = (): never => {
      throw new Error('trapped');
    };
    expect(promiseState(new Proxy(Promise.resolve(1), { get: trap, ownKeys: trap, getPrototypeOf: trap }))).toBe(
      'fulfilled',
    );
  });
});

describe('rejectionText', () => {
  class DelayedError extends Error {
    override name = 'DelayedError';
  }
  class TenantBusy extends DelayedError {}
  const textOf = (reason: unknown): string => {
    const promise = Promise.reject(reason);
    promise.catch(() => undefined);
    return rejectionText(promise);
  };

  it('begins with the name of the error', () => {
    expect(textOf(new DelayedError('moved'))).toMatch(/^DelayedError: moved/);
    expect(textOf(Object.assign(new DelayedError(), { stack: undefined }))).toMatch(/^\[?DelayedError/);
  });

  it('has the message', () => {
    expect(textOf(new TenantBusy('moved to delayed'))).toContain(': moved to delayed');
    expect(textOf(new Error('x'.repeat(5_000))).length).toBeLessThanOrEqual(200);
  });

  it('is empty for a promise that is not rejected, and for other values', () => {
    expect(rejectionText(Promise.resolve(1))).toBe('');
    expect(rejectionText(new Promise(() => undefined))).toBe('');
    expect(rejectionText({ then: () => undefined })).toBe('');
  });
});

describe('hasFailed', () => {
  it('is true of a rejection, unless its error only postpones the work', () => {
    const rejected = Promise.reject(new RangeError('later'));
    rejected.catch(() => undefined);
    expect(hasFailed(rejected)).toBe(true);
    expect(hasFailed(rejected, /^RangeError/)).toBe(false);
    expect(hasFailed(rejected, /^TypeError/)).toBe(true);
    for (const other of [Promise.resolve(1), new Promise(() => undefined), undefined])
      expect(hasFailed(other)).toBe(false);
  });
});
