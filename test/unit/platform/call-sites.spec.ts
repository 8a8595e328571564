import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { callSites } from '../../../lib/platform/call-sites.js';

function names(limit: number): (string | null)[] {
  return callSites(limit, names).map(site => site.getFunctionName());
}
function outer(limit: number): (string | null)[] {
  return names(limit);
}

describe('callSites', () => {
  const { stackTraceLimit } = Error;
  const before = Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace');
  beforeEach(() => void Reflect.deleteProperty(Error, 'prepareStackTrace'));
  afterEach(() => {
    Error.stackTraceLimit = stackTraceLimit;
    if (before !== undefined) Object.defineProperty(Error, 'prepareStackTrace', before);
  });

  it('starts below the function, and has no more frames than allowed', () => {
    expect(outer(100)[0]).toBe('outer');
    expect(outer(100).length).toBeGreaterThan(2);
    expect(outer(2)).toHaveLength(2);
  });

  it("leaves the application's own settings as they were, an absent one included", () => {
    Error.stackTraceLimit = 3;
    outer(100);
    expect([Error.stackTraceLimit, Object.hasOwn(Error, 'prepareStackTrace')]).toEqual([3, false]);
    const own = { value: () => 'own', configurable: true, enumerable: false, writable: true };
    Object.defineProperty(Error, 'prepareStackTrace', own);
    expect(outer(100)[0]).toBe('outer');
    expect(Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace')).toEqual(own);
    expect(new Error('any').stack).toBe('own');
  });

  it('throws where the setting cannot be changed, and changes nothing', () => {
    Object.defineProperty(Error, 'stackTraceLimit', { writable: false, configurable: true, value: 7 });
    expect(() => outer(100)).toThrow(TypeError);
    expect(Object.getOwnPropertyDescriptor(Error, 'stackTraceLimit')?.value).toBe(7);
    Object.defineProperty(Error, 'stackTraceLimit', { writable: true, configurable: true, value: stackTraceLimit });
  });
});
